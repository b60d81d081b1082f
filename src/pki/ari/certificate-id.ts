import type { Certificate } from '../certificate/certificate.ts';

type Identified = Pick<Certificate, 'authorityKeyId' | 'serial'>;

/**
 * How a CA knows a certificate (RFC 9773 §4.1): base64url of the AKI keyIdentifier, a full stop, base64url of the
 * content bytes of the serial number, a leading 00 kept, both without padding. Null without a keyIdentifier.
 */
export function ariCertificateId({ authorityKeyId, serial }: Identified): string | null {
  if (authorityKeyId === null || authorityKeyId === '' || serial === '') return null;
  // The reader cuts longer ones; RFC 5280 §4.1.2.2 allows 20 bytes.
  if (serial.length >= 128) return null;
  return `${base64url(authorityKeyId)}.${base64url(serial)}`;
}

function base64url(hexadecimal: string): string {
  return Buffer.from(hexadecimal, 'hex').toString('base64url');
}
