import type { Element } from '../../asn1/der.ts';
import type { Reading } from '../parts.ts';
import { decipher } from './ciphers.ts';
import { derivePbkdf1, derivePbkdf2, derivePkcs12, deriveScrypt } from './key-derivation.ts';
import type { Password } from './passwords.ts';
import { type KeySource, type Scheme, schemeOf } from './schemes.ts';

/**
 * Tries each password; the first plaintext that `accepts` takes is the answer, since a wrong key leaves valid padding
 * once in 256 times. Null when none fits. Throws `DerError` for malformed parameters and `LockedError` for unknown or
 * too costly ones.
 */
export async function decrypt<Opened>(
  encryption: { readonly algorithm: Element; readonly data: Uint8Array },
  passwords: readonly Password[],
  accepts: (plain: Buffer) => Opened | null,
  reading: Reading,
): Promise<Opened | null> {
  const scheme = schemeOf(encryption.algorithm);
  const tried: Buffer[] = [];
  for (const password of passwords) {
    const bytes = scheme.source.kind === 'pkcs12' ? password.bmp : password.bytes;
    if (tried.some((one) => one.equals(bytes))) continue;
    tried.push(bytes);
    const plain = await decryptWith(scheme, bytes, encryption.data, reading);
    const opened = plain === null ? null : accepts(plain);
    if (opened !== null) return opened;
  }
  return null;
}

async function decryptWith(
  { source, cipher, iv }: Scheme,
  password: Buffer,
  data: Uint8Array,
  reading: Reading,
): Promise<Buffer | null> {
  const { keyBytes, ivBytes } = cipher;
  switch (source.kind) {
    case 'pkcs12': {
      const key = await derivePkcs12('key', password, { ...source, length: keyBytes }, reading);
      const derivedIv =
        ivBytes === 0
          ? Buffer.alloc(0)
          : await derivePkcs12('iv', password, { ...source, length: ivBytes }, reading);
      // Two keys: the first serves again as the third (RFC 7292 §C).
      const whole =
        keyBytes === 16 && cipher.kind === 'openssl' ? Buffer.concat([key, key.subarray(0, 8)]) : key;
      return decipher(cipher, whole, derivedIv, data);
    }
    case 'pbkdf1': {
      const bytes = await derivePbkdf1(password, { ...source, length: 16 }, reading);
      return decipher(cipher, bytes.subarray(0, 8), bytes.subarray(8), data);
    }
    default: {
      if (iv === null) return null;
      const key = await deriveKey(source, password, keyBytes, reading);
      return decipher(cipher, key, iv, data);
    }
  }
}

/** Of PBES2 and PBMAC1; `wanted` bytes unless the source says how many. */
export async function deriveKey(
  source: Extract<KeySource, { kind: 'pbkdf2' | 'scrypt' }>,
  password: Buffer,
  wanted: number,
  reading: Reading,
): Promise<Buffer> {
  const length = Math.min(source.length ?? wanted, 1024);
  return source.kind === 'scrypt'
    ? deriveScrypt(password, source.salt, source.costs, length, reading)
    : derivePbkdf2(password, { ...source, length }, reading);
}
