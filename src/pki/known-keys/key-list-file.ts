import { hash } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { keyNumberOf } from './key-number.ts';

/** Whether the list of an operator has the key of this certificate. */
export type KeyList = (certificate: Certificate) => boolean;

/**
 * Reads KNOWN_KEYS_FILE. Text has one key a line: the SHA-256 of its SubjectPublicKeyInfo (64 hexadecimal digits), or
 * the last 20 digits of the SHA-1 that Debian's openssl-blacklist has of an RSA modulus; `#` begins a remark. Binary is
 * the sorted blocklist.dat of the badkeys project: 15 bytes of a SHA-256 and a number of its list.
 */
export function readKeyList(file: Buffer): KeyList {
  if (isBlocklist(file)) return (certificate) => isInBlocklist(file, certificate);
  const spki256 = new Set<string>();
  const fragments = new Set<string>();
  for (const [index, line] of file.toString('latin1').split('\n').entries()) {
    const entry = line.replace(/#.*/, '').trim().toLowerCase();
    if (/^[0-9a-f]{64}$/.test(entry)) spki256.add(entry);
    else if (/^([0-9a-f]{20})?[0-9a-f]{20}$/.test(entry)) fragments.add(entry.slice(-20));
    else if (entry !== '') throw badLine(entry, index + 1);
  }
  return (certificate) => {
    if (spki256.has(certificate.publicKey.spki256)) return true;
    if (fragments.size === 0) return false;
    const fragment = modulusFragment(certificate);
    return fragment !== null && fragments.has(fragment);
  };
}

function badLine(entry: string, line: number): UserError {
  return new UserError(
    `KNOWN_KEYS_FILE has ${JSON.stringify(entry.slice(0, 80))} in line ${line}, which is no hash of a key. Wanted: 64 hexadecimal digits (SHA-256 of a public key) or 20 (a line of openssl-blacklist), or the file blocklist.dat of badkeys.`,
  );
}

/** As `openssl x509 -noout -modulus | sha1sum | cut -c21-40` prints it; null for a key that is not RSA. */
function modulusFragment(certificate: Certificate): string | null {
  if (certificate.publicKey.type !== 'rsa') return null;
  const modulus = keyNumberOf(certificate);
  if (modulus === null) return null;
  return hash('sha1', `Modulus=${modulus.toString('hex').toUpperCase()}\n`).slice(20);
}

const recordBytes = 16;
const keyBytes = 15;

function isBlocklist(file: Buffer): boolean {
  if (file.length === 0 || file.length % recordBytes !== 0) return false;
  return file
    .subarray(0, 4 * recordBytes)
    .some((byte) => byte > 0x7e || (byte < 0x20 && !/\s/.test(String.fromCharCode(byte))));
}

function isInBlocklist(file: Buffer, certificate: Certificate): boolean {
  const number = keyNumberOf(certificate);
  if (number === null) return false;
  const wanted = hash('sha256', number, 'buffer').subarray(0, keyBytes);
  let low = 0;
  let high = file.length / recordBytes;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = middle * recordBytes;
    const order = file.compare(wanted, 0, keyBytes, at, at + keyBytes);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
