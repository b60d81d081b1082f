import type { Evidence } from '../../core/finding.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { momentText } from './time-words.ts';

/** Text from the wire stays raw (renderers escape it) and becomes bounded. */
export function evidence(label: string, value: string): Evidence {
  return { label: shorten(label, 60), value: shorten(value) };
}

const mostListed = 8;

export function listed(items: readonly string[], most: number = mostListed): string {
  const rest = items.length - most;
  return items.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export function addressEvidence(addresses: readonly string[]): Evidence {
  return evidence(addresses.length === 1 ? 'address' : 'addresses', listed(addresses));
}

/** Bytes as text, the unprintable ones as \xNN. */
export function printable(bytes: Uint8Array, most = 48): string {
  return Array.from(bytes.subarray(0, most), (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

/** How people call a certificate: the common name of a CA, else its organization, else the first SAN. */
export function certificateName(certificate: Certificate): string {
  const { commonName, organization, text } = certificate.subject;
  const san = certificate.names?.dns[0] ?? certificate.names?.ip[0];
  const name = commonName ?? san ?? organization ?? text;
  return name === '' ? `the certificate ${certificate.fingerprint256.slice(0, 16)}` : shorten(name, 80);
}

/** Whether the reader found this in the certificate; for the codes see `Fault`. */
export function hasFault({ faults }: Certificate, code: string): boolean {
  return faults.some((fault) => fault.code === code);
}

/** Name, dates and issuer: enough to find the file on a disk. */
export function certificateEvidence(label: string, certificate: Certificate): readonly Evidence[] {
  return [
    evidence(
      label,
      certificate.subject.text === '' ? certificateName(certificate) : certificate.subject.text,
    ),
    evidence('issued by', certificate.issuer.text),
    evidence('valid', `${momentText(certificate.notBefore)} to ${momentText(certificate.notAfter)}`),
    evidence('SHA-256', certificate.fingerprint256),
  ];
}
