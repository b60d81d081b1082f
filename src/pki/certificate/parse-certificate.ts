import { hash } from 'node:crypto';
import { contentHex, contentOf, DerError, type Element, wholeHex } from '../asn1/der.ts';
import { timeOf } from '../asn1/der-time.ts';
import { isMinimal } from '../asn1/der-values.ts';
import { nameOf } from '../names/names-der.ts';
import { publicKeyFacts, signatureFacts } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { inconsistenciesOf } from './consistency.ts';
import { readExtensions } from './extensions.ts';
import { type CertificateStructure, readStructure } from './structure.ts';

/**
 * Reads one DER certificate (RFC 5280 §4). Never throws: when the skeleton cannot be read, `unreadable` says what is
 * malformed and where; a malformed part of a readable one is left out and named in `problems`. Judges nothing else:
 * dates, names and signatures are for others.
 */
export function parseCertificate(der: Uint8Array): Certificate | { readonly unreadable: string } {
  const problems: string[] = [];
  try {
    return factsOf(der, readStructure(der, problems), problems);
  } catch (thrown) {
    if (thrown instanceof DerError) return { unreadable: thrown.message };
    throw thrown;
  }
}

function factsOf(der: Uint8Array, structure: CertificateStructure, problems: string[]): Certificate {
  const subject = nameOf(structure.subject, 'the subject', problems);
  const issuer = nameOf(structure.issuer, 'the issuer', problems);
  if (wholeHex(structure.innerAlgorithm) !== wholeHex(structure.outerAlgorithm)) {
    problems.push('the two signature algorithms differ (RFC 5280 §4.1.1.2)');
  }
  const selfIssued = subject.raw === issuer.raw;
  const extensions = readExtensions(structure.extensions, problems);
  problems.push(...inconsistenciesOf(structure, extensions));
  return {
    der,
    fingerprint256: hash('sha256', der),
    version: structure.version,
    serial: serialOf(structure.serial, selfIssued, problems),
    subject,
    issuer,
    notBefore: dateOf(structure.notBefore, 'notBefore', problems),
    notAfter: dateOf(structure.notAfter, 'notAfter', problems),
    publicKey: publicKeyFacts(structure.publicKeyInfo, problems),
    signature: signatureFacts(structure.outerAlgorithm),
    ...extensions,
    selfIssued,
    problems,
  };
}

function dateOf(element: Element, what: string, problems: string[]): Date {
  const { date, problem } = timeOf(element, what);
  if (problem !== null) problems.push(`${what} ${problem} (RFC 5280 §4.1.2.5)`);
  return date;
}

const mostSerialDigits = 128;

/** RFC 5280 §4.1.2.2: positive, at most 20 bytes. */
function serialOf(element: Element, selfIssued: boolean, problems: string[]): string {
  const content = contentOf(element);
  if (content.length === 0) throw new DerError('the serial number is empty', element.start);
  if (!isMinimal(element.bytes, element.body, element.end)) problems.push('the serial number is padded');
  if (content.length > 20) problems.push('the serial number is longer than 20 bytes (RFC 5280 §4.1.2.2)');
  if ((content[0] ?? 0) >= 0x80) problems.push('the serial number is negative (RFC 5280 §4.1.2.2)');
  // Well-known roots have serial number 0, and nobody looks it up there.
  const zero = !selfIssued && content.every((byte) => byte === 0);
  if (zero) problems.push('the serial number is zero (RFC 5280 §4.1.2.2)');
  return contentHex(element).slice(0, mostSerialDigits);
}
