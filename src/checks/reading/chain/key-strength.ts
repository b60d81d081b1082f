import { keyTypeText } from '../../../core/text/key-type-text.ts';
import type { Certificate } from '../../../pki/certificate/certificate.ts';

/** Whether a key is below what clients accept: BR §6.1.5, and OpenSSL's default security level 2 (112 bits). */
export function isWeakKey({ publicKey: { type, bits } }: Certificate): boolean {
  if (type === 'dsa') return true;
  if (bits === null) return false;
  if (type === 'rsa' || type === 'rsa-pss') return bits < 2048;
  return type === 'ec' && bits < 256;
}

/** "RSA 1024 bits", "EC P-256". */
export function keyText({ publicKey: { type, bits, curve } }: Certificate): string {
  const name = keyTypeText(type);
  if (curve !== null) return `${name} ${curve}`;
  const size = bits === null ? name : `${name} ${bits} bits`;
  // RFC 5480 §2.1.1: a curve is named. One written out was chosen by whoever wrote it, and verifiers refuse it.
  return type === 'ec' ? `${size} on a curve without a name` : size;
}

/** MD5 and SHA-1 can be made to collide: a signature over them proves nothing. */
export function isWeakHash({ signature: { hash } }: Certificate): boolean {
  return hash !== null && /^(md2|md4|md5|sha-?1)$/i.test(hash);
}
