import { hash } from 'node:crypto';
import { contentHex, contentOf, DerError, type Element, wholeHex } from '../asn1/der.ts';
import { timeOf } from '../asn1/der-time.ts';
import { isMinimal } from '../asn1/der-values.ts';
import { nameOf } from '../names/names-der.ts';
import { publicKeyFacts, signatureFacts } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { inconsistenciesOf } from './consistency.ts';
import { readExtensions } from './extensions.ts';
import { type Fault, refuse } from './fault.ts';
import { type CertificateStructure, readStructure } from './structure.ts';

/**
 * Reads one DER certificate (RFC 5280 §4). Never throws: when the skeleton cannot be read, `unreadable` says what is
 * malformed and where; a malformed part of a readable one is left out and named in `faults`. Judges nothing else:
 * dates, names and signatures are for others.
 */
export function parseCertificate(der: Uint8Array): Certificate | { readonly unreadable: string } {
  const faults: Fault[] = [];
  try {
    return factsOf(der, readStructure(der, faults), faults);
  } catch (thrown) {
    if (thrown instanceof DerError) return { unreadable: thrown.message };
    throw thrown;
  }
}

function factsOf(der: Uint8Array, structure: CertificateStructure, faults: Fault[]): Certificate {
  const subject = nameOf(structure.subject, 'the subject', faults);
  const issuer = nameOf(structure.issuer, 'the issuer', faults);
  if (wholeHex(structure.innerAlgorithm) !== wholeHex(structure.outerAlgorithm)) {
    refuse(faults, 'algorithms-differ', 'the two signature algorithms differ', 'RFC 5280 §4.1.1.2');
  }
  const selfIssued = subject.raw === issuer.raw;
  const extensions = readExtensions(structure.extensions, faults);
  inconsistenciesOf(structure, extensions, faults);
  return {
    der,
    fingerprint256: hash('sha256', der),
    version: structure.version,
    serial: serialOf(structure.serial, selfIssued, faults),
    subject,
    issuer,
    notBefore: dateOf(structure.notBefore, 'notBefore', faults),
    notAfter: dateOf(structure.notAfter, 'notAfter', faults),
    publicKey: publicKeyFacts(structure.publicKeyInfo, faults),
    signature: signatureFacts(structure.outerAlgorithm),
    ...extensions,
    selfIssued,
    faults,
  };
}

function dateOf(element: Element, what: string, faults: Fault[]): Date {
  const { date, problem } = timeOf(element, what);
  if (problem !== null) refuse(faults, 'time-form', `${what} ${problem}`, 'RFC 5280 §4.1.2.5');
  return date;
}

const mostSerialDigits = 128;

/** RFC 5280 §4.1.2.2: positive, at most 20 bytes. */
function serialOf(element: Element, selfIssued: boolean, faults: Fault[]): string {
  const content = contentOf(element);
  if (content.length === 0) throw new DerError('the serial number is empty', element.start);
  if (!isMinimal(element.bytes, element.body, element.end))
    refuse(faults, 'serial-padded', 'the serial number is padded', 'X.690 §8.3.2');
  if (content.length > 20)
    refuse(faults, 'serial-too-long', 'the serial number is longer than 20 bytes', 'RFC 5280 §4.1.2.2');
  if ((content[0] ?? 0) >= 0x80)
    refuse(faults, 'serial-negative', 'the serial number is negative', 'RFC 5280 §4.1.2.2');
  // Well-known roots have serial number 0, and nobody looks it up there.
  const zero = !selfIssued && content.every((byte) => byte === 0);
  if (zero) refuse(faults, 'serial-zero', 'the serial number is zero', 'RFC 5280 §4.1.2.2');
  return contentHex(element).slice(0, mostSerialDigits);
}
