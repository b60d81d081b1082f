import { hash } from 'node:crypto';
import { berChildren, octetsOf } from '../../asn1/ber.ts';
import { DerError, type Element, readWhole, tags } from '../../asn1/der.ts';
import { smallInteger } from '../../asn1/der-values.ts';
import { decipher } from '../encryption/ciphers.ts';
import { deriveSunKey } from '../encryption/key-derivation.ts';
import { LockedError, wrongPassword } from '../encryption/locked-error.ts';
import { algorithmOf } from '../encryption/schemes.ts';
import type { Placed } from '../file-contents.ts';
import type { Reading } from '../parts.ts';
import { addEncryptedKey } from '../private-key.ts';

const jksProtector = '1.3.6.1.4.1.42.2.17.1.1';
const jceksProtector = '1.3.6.1.4.1.42.2.19.1';

/** A private key as a Java key store encrypts it: EncryptedPrivateKeyInfo with an algorithm of Sun's own. */
export async function readJavaKey(bytes: Uint8Array, placed: Placed, reading: Reading): Promise<void> {
  await addEncryptedKey('PKCS#8', placed, reading, async () => {
    const { password } = reading;
    const [algorithm, data] = berChildren(readWhole(bytes, tags.sequence, 'the key'), 'the key');
    if (algorithm === undefined || data === undefined) throw new DerError('the key is cut off', 0);
    if (password === undefined) throw wrongPassword(password);
    const plain = await open(algorithm, octetsOf(data, 'the key'), password, reading);
    if (plain === null) throw wrongPassword(password);
    return { der: plain, label: 'PRIVATE KEY' };
  });
}

async function open(algorithm: Element, data: Uint8Array, password: string, reading: Reading) {
  const { oid } = algorithmOf(algorithm);
  if (oid === jksProtector) return openJks(data, password);
  if (oid === jceksProtector) return openJceks(algorithm, data, password, reading);
  throw new LockedError('unsupported', `the key protection ${oid} is not known here`);
}

const hashBytes = 20;

/** A key stream of SHA-1 over the password and what came before, and a digest to know it by. */
function openJks(data: Uint8Array, password: string): Buffer | null {
  if (data.length < 2 * hashBytes) return null;
  const secret = Buffer.from(password, 'utf16le').swap16();
  let stream = Buffer.from(data.subarray(0, hashBytes));
  const plain = Buffer.from(data.subarray(hashBytes, -hashBytes));
  for (let at = 0; at < plain.length; at += hashBytes) {
    stream = hash('sha1', Buffer.concat([secret, stream]), 'buffer');
    for (let index = at; index < Math.min(at + hashBytes, plain.length); index += 1) {
      plain[index] = (plain[index] ?? 0) ^ (stream[index - at] ?? 0);
    }
  }
  return hash('sha1', Buffer.concat([secret, plain]), 'buffer').equals(data.subarray(-hashBytes))
    ? plain
    : null;
}

/** PBEWithMD5AndTripleDES of Sun's provider, which knows seven bits of each character. */
async function openJceks(
  algorithm: Element,
  data: Uint8Array,
  password: string,
  reading: Reading,
): Promise<Buffer | null> {
  const { parameters } = algorithmOf(algorithm);
  const [salt, rounds] = parameters === undefined ? [] : berChildren(parameters, 'the key protection');
  if (salt === undefined || rounds === undefined) throw new DerError('the key protection is cut off', 0);
  const secret = Buffer.from([...password].map((character) => (character.codePointAt(0) ?? 0) & 0x7f));
  const work = { salt: octetsOf(salt, 'the salt'), rounds: smallInteger(rounds, 'the number of rounds') };
  const bytes = await deriveSunKey(secret, work, reading);
  const cipher = { kind: 'openssl', name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 } as const;
  return decipher(cipher, bytes.subarray(0, 24), bytes.subarray(24), data);
}
