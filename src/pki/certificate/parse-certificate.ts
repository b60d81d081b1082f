import { hash } from 'node:crypto';
import { publicKeyFacts } from '../algorithms/public-key.ts';
import { signatureFacts } from '../algorithms/signature-facts.ts';
import { DerError, type Element } from '../asn1/der.ts';
import { isMinimal } from '../asn1/der-values.ts';
import { nameKey } from '../names/name-key.ts';
import { nameOf } from '../names/names-der.ts';
import type { Certificate, Name } from './certificate.ts';
import { inconsistenciesOf } from './consistency.ts';
import { readExtensions } from './extensions.ts';
import { type Fault, refuse } from './fault.ts';
import { readOr } from './recovering.ts';
import { readSkeleton, type Skeleton } from './structure.ts';
import { validityOf } from './validity.ts';

/**
 * Reads one DER certificate (RFC 5280 §4). Never throws: when the skeleton cannot be read, `unreadable` says what is
 * malformed and where; a malformed part of a readable one is left out and named in `faults`. Judges nothing else:
 * dates, names and signatures are for others.
 */
export function parseCertificate(der: Uint8Array): Certificate | { readonly unreadable: string } {
  const faults: Fault[] = [];
  try {
    return factsOf(readSkeleton(der, faults), faults);
  } catch (thrown) {
    if (thrown instanceof DerError) return { unreadable: thrown.message };
    throw thrown;
  }
}

function factsOf(structure: Skeleton, faults: Fault[]): Certificate {
  const { innerAlgorithm, outerAlgorithm } = structure;
  const subject = nameOf(structure.subject, 'the subject', faults);
  const issuer = nameOf(structure.issuer, 'the issuer', faults);
  if (!isSame(innerAlgorithm, outerAlgorithm)) {
    const text = 'the two signature algorithms differ';
    refuse(faults, 'algorithms-differ', text, 'RFC 5280 §4.1.1.2', outerAlgorithm.start);
  }
  const selfIssued = isSameName(subject, issuer);
  const extensions = readExtensions(structure, faults);
  const { notBefore, notAfter } = validityOf(structure, faults);
  // Field by field: spreading the facts of the extensions would cost as much as reading two of them.
  const facts: Certificate = {
    der: structure.whole,
    fingerprint256: hash('sha256', structure.whole),
    version: structure.version,
    serial: serialOf(structure.serial, selfIssued, faults),
    subject,
    issuer,
    notBefore,
    notAfter,
    publicKey: publicKeyFacts(structure.publicKeyInfo, faults),
    signature: readOr(
      { algorithm: 'unknown', hash: null },
      () => signatureFacts(outerAlgorithm, faults),
      faults,
      'signature-algorithm-malformed',
      'RFC 5280 §4.1.1.2',
    ),
    names: extensions.names,
    basicConstraints: extensions.basicConstraints,
    keyUsage: extensions.keyUsage,
    extendedKeyUsage: extensions.extendedKeyUsage,
    authorityKeyId: extensions.authorityKeyId,
    subjectKeyId: extensions.subjectKeyId,
    issuerUrls: extensions.issuerUrls,
    ocspUrls: extensions.ocspUrls,
    crlUrls: extensions.crlUrls,
    mustStaple: extensions.mustStaple,
    embeddedScts: extensions.embeddedScts,
    unknownCritical: extensions.unknownCritical,
    selfIssued,
    faults,
  };
  inconsistenciesOf(structure, facts, faults);
  return facts;
}

/** As RFC 5280 §7.1 compares names; few are worth the work of it. */
function isSameName(one: Name, other: Name): boolean {
  if (one.raw === other.raw) return true;
  return one.text.toLowerCase() === other.text.toLowerCase() && nameKey(one.raw) === nameKey(other.raw);
}

/** Tag, length and content. */
function isSame(one: Element, other: Element): boolean {
  const { bytes, start, end } = one;
  if (end - start !== other.end - other.start) return false;
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== other.bytes[other.start + at - start]) return false;
  }
  return true;
}

const mostSerialDigits = 128;
const citation = 'RFC 5280 §4.1.2.2';

/** RFC 5280 §4.1.2.2: positive, at most 20 bytes. */
function serialOf(element: Element, selfIssued: boolean, faults: Fault[]): string {
  const { bytes, start, body, end } = element;
  const serial = bytes.toString('hex', body, Math.min(end, body + mostSerialDigits / 2));
  if (body === end) refuse(faults, 'serial-empty', 'the serial number is empty', citation, start);
  if (!isMinimal(bytes, body, end)) {
    refuse(faults, 'serial-padded', 'the serial number is padded', 'X.690 §8.3.2', start);
  }
  if (end - body > 20) {
    refuse(faults, 'serial-too-long', 'the serial number is longer than 20 bytes', citation, start);
  }
  if ((bytes[body] ?? 0) >= 0x80)
    refuse(faults, 'serial-negative', 'the serial number is negative', citation, start);
  // Well-known roots have serial number 0, and nobody looks it up there.
  if (!selfIssued && /^0+$/.test(serial)) {
    refuse(faults, 'serial-zero', 'the serial number is zero', citation, start);
  }
  return serial;
}
