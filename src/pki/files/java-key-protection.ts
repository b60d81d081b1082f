import { hash } from 'node:crypto';
import { berChildren, octetsOf } from '../asn1/ber.ts';
import { DerError, type Element, readWhole, tags } from '../asn1/der.ts';
import { smallInteger } from '../asn1/der-values.ts';
import { readEncryptedKey } from './encrypted-key.ts';
import { decipher } from './encryption/ciphers.ts';
import { deriveSunKey } from './encryption/key-derivation.ts';
import { LockedError, wrongPassword } from './encryption/locked-error.ts';
import { algorithmOf } from './encryption/schemes.ts';
import type { Placed } from './file-contents.ts';
import type { Reading } from './parts.ts';
import { type PublicHalf, publicHalf } from './private-key.ts';

const jksProtector = '1.3.6.1.4.1.42.2.17.1.1';
const jceksProtector = '1.3.6.1.4.1.42.2.19.1';

/** A private key as a Java key store encrypts it: EncryptedPrivateKeyInfo with an algorithm of Sun's own. */
export async function readJavaKey(bytes: Uint8Array, placed: Placed, reading: Reading): Promise<void> {
  reading.privateKeySeen = true;
  const { parts } = reading;
  const form = 'PKCS#8';
  try {
    const info = readWhole(bytes, tags.sequence, 'the private key');
    const [algorithm, data] = berChildren(info, 'the private key');
    if (algorithm === undefined || data === undefined) throw new DerError('the private key is cut off', 0);
    const { oid } = algorithmOf(algorithm);
    if (oid !== jksProtector && oid !== jceksProtector) return await readEncryptedKey(info, placed, reading);
    const read = await openKey(oid, algorithm, octetsOf(data, 'the private key'), reading);
    parts.privateKeys.push({ ...placed, form, encrypted: true, lock: null, ...read });
  } catch (thrown) {
    if (thrown instanceof DerError) {
      const problem = `the key is malformed: ${thrown.message}`;
      parts.privateKeys.push({ ...placed, form, encrypted: true, publicKey: null, lock: null, problem });
      return;
    }
    if (!(thrown instanceof LockedError)) throw thrown;
    const { reason, message: detail } = thrown;
    parts.privateKeys.push({
      ...placed,
      form,
      encrypted: true,
      publicKey: null,
      lock: reason,
      problem: null,
    });
    parts.locked.push({ ...placed, what: 'the private key', reason, detail });
  }
}

async function openKey(
  oid: string,
  algorithm: Element,
  data: Uint8Array,
  reading: Reading,
): Promise<PublicHalf> {
  const { password } = reading;
  if (password === undefined) throw wrongPassword(password, 'the private key');
  const plain =
    oid === jksProtector ? openJks(data, password) : await openJceks(algorithm, data, password, reading);
  if (plain === null) throw wrongPassword(password, 'the private key');
  return publicHalf(plain, 'PRIVATE KEY');
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
