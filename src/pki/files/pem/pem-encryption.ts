import { hash } from 'node:crypto';
import { derKindOf } from '../der-kinds.ts';
import { cipherByName, decipher } from '../encryption/ciphers.ts';
import { LockedError, wrongPassword } from '../encryption/locked-error.ts';
import { passwordsFor } from '../encryption/passwords.ts';
import type { Placed } from '../file-contents.ts';
import type { Reading } from '../parts.ts';
import { addEncryptedKey } from '../private-key.ts';
import type { PemBlock } from './pem.ts';

export function isEncryptedPem({ headers }: PemBlock): boolean {
  return headers.has('dek-info') || /ENCRYPTED/.test(headers.get('proc-type') ?? '');
}

/** A key in OpenSSL's oldest way of encrypting: "Proc-Type: 4,ENCRYPTED" (RFC 1421 §4.6.1.1). */
export async function readEncryptedPem(block: PemBlock, placed: Placed, reading: Reading): Promise<void> {
  const { label } = block;
  const form = `traditional ${label.replace(' PRIVATE KEY', '')}`;
  await addEncryptedKey(form, placed, reading, async () => ({ der: await open(block, reading), label }));
}

async function open({ headers, der }: PemBlock, { password }: Reading): Promise<Buffer> {
  const [name = '', ivText = ''] = (headers.get('dek-info') ?? '').split(',');
  const cipher = cipherByName(name.trim());
  if (cipher === null)
    throw new LockedError('unsupported', 'the encryption of the private key is not known here');
  const iv = Buffer.from(ivText.trim(), 'hex');
  for (const { bytes } of password === undefined ? [] : passwordsFor(password)) {
    const plain = await decipher(cipher, keyOf(bytes, iv, cipher.keyBytes), iv, der);
    if (plain !== null && derKindOf(plain) !== 'unknown') return plain;
  }
  throw wrongPassword(password);
}

/** EVP_BytesToKey with MD5 and one round; the first eight bytes of the IV are the salt. */
function keyOf(password: Buffer, iv: Buffer, length: number): Buffer {
  const salt = iv.subarray(0, 8);
  let key = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  while (key.length < length) {
    last = hash('md5', Buffer.concat([last, password, salt]), 'buffer');
    key = Buffer.concat([key, last]);
  }
  return key.subarray(0, length);
}
