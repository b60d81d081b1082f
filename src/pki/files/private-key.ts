import { createPrivateKey, createPublicKey } from 'node:crypto';
import { berChildren } from '../asn1/ber.ts';
import { DerError, readWhole, tags } from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';
import { publicKeyFacts } from '../certificate/algorithms.ts';
import type { PublicKeyFacts } from '../certificate/certificate.ts';
import { LockedError } from './encryption/locked-error.ts';
import type { FoundPrivateKey, Placed } from './file-contents.ts';
import type { Reading } from './parts.ts';
import { writePem } from './pem/pem.ts';

type KeyKind = 'pkcs1' | 'sec1' | 'dsa' | 'pkcs8';

const forms: Readonly<Record<KeyKind, readonly [form: string, label: string]>> = {
  pkcs1: ['PKCS#1', 'RSA PRIVATE KEY'],
  sec1: ['SEC 1', 'EC PRIVATE KEY'],
  dsa: ['traditional DSA', 'DSA PRIVATE KEY'],
  pkcs8: ['PKCS#8', 'PRIVATE KEY'],
};

/** Adds the public facts of an open private key; the key itself goes no further than this call. */
export function addOpenKey(der: Uint8Array, kind: KeyKind, placed: Placed, reading: Reading): void {
  reading.privateKeySeen = true;
  const [form, label] = forms[kind];
  const half = publicHalf({ der, label }, reading);
  reading.parts.privateKeys.push({ ...placed, form, encrypted: false, lock: null, ...half });
}

/** A deciphered key and the label its form has in PEM. */
export type OpenedKey = { readonly der: Uint8Array; readonly label: string };

/** Adds an encrypted private key: with its public facts when `open` gives it, locked when that throws `LockedError`. */
export async function addEncryptedKey(
  form: string,
  placed: Placed,
  reading: Reading,
  open: () => Promise<OpenedKey>,
): Promise<void> {
  reading.privateKeySeen = true;
  const { parts } = reading;
  const key = { ...placed, form, encrypted: true };
  try {
    parts.privateKeys.push({ ...key, lock: null, ...publicHalf(await open(), reading) });
  } catch (thrown) {
    if (thrown instanceof DerError) {
      const problem = `its encryption is malformed: ${thrown.message}`;
      parts.privateKeys.push({ ...key, publicKey: null, lock: null, problem });
      return;
    }
    if (!(thrown instanceof LockedError)) throw thrown;
    const { reason, message: detail } = thrown;
    parts.privateKeys.push({ ...key, publicKey: null, lock: reason, problem: null });
    parts.locked.push({ ...placed, what: 'the private key', reason, detail });
  }
}

/** Far above any key in use. */
const mostKeyBytes = 16 * 1024;
/** Of DSA: OpenSSL computes the public half, and took 8 s for numbers of 16,000 bits. */
const mostDsaBytes = 1800;
const dsa = '1.2.840.10040.4.1';
const diffieHellman = ['1.2.840.113549.1.3.1', '1.2.840.10046.2.1'];

/** In rounds of the budget of the file. */
const keyCosts = { dsa: 500_000, other: 10_000 };

type PublicHalf = Pick<FoundPrivateKey, 'publicKey' | 'problem'>;

function publicHalf({ der, label }: OpenedKey, { budget }: Reading): PublicHalf {
  const oid = algorithmIn(der);
  if (diffieHellman.includes(oid ?? ''))
    return without('a Diffie-Hellman key, which belongs to no certificate');
  const isDsa = oid === dsa;
  const cost = isDsa ? keyCosts.dsa : keyCosts.other;
  if (der.length > (isDsa ? mostDsaBytes : mostKeyBytes)) return without('the key is larger than any in use');
  if (cost > budget.rounds) return without('one key too many to look into');
  budget.rounds -= cost;
  try {
    return { publicKey: factsOfKey(writePem(der, label)), problem: null };
  } catch {
    // What the cryptographic library says may quote what it read: nothing of it goes on.
    return without('the key is malformed, or of a kind that is not known here');
  }
}

function without(problem: string): PublicHalf {
  return { publicKey: null, problem };
}

/** The algorithm of a PKCS#8 key (RFC 5958 §2); null for other forms. */
function algorithmIn(der: Uint8Array): string | null {
  try {
    const [, algorithm] = berChildren(readWhole(der, tags.sequence, 'the key'), 'the key');
    const [oid] = algorithm?.tag === tags.sequence ? berChildren(algorithm, 'the key') : [];
    return oid === undefined ? null : oidOf(oid, 'the key');
  } catch (thrown) {
    if (thrown instanceof DerError) return null;
    throw thrown;
  }
}

function factsOfKey(pem: string): PublicKeyFacts {
  const spki = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' });
  return publicKeyFacts(readWhole(spki, tags.sequence, 'the public key'), []);
}
