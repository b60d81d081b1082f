import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readWhole, tags } from '../asn1/der.ts';
import { publicKeyFacts } from '../certificate/algorithms.ts';
import type { PublicKeyFacts } from '../certificate/certificate.ts';
import type { FoundPrivateKey, Placed } from './file-contents.ts';
import { writePem } from './pem.ts';

type KeyKind = 'pkcs1' | 'sec1' | 'dsa' | 'pkcs8';

const forms: Readonly<Record<KeyKind, readonly [form: string, label: string]>> = {
  pkcs1: ['PKCS#1', 'RSA PRIVATE KEY'],
  sec1: ['SEC 1', 'EC PRIVATE KEY'],
  dsa: ['traditional DSA', 'DSA PRIVATE KEY'],
  pkcs8: ['PKCS#8', 'PRIVATE KEY'],
};

/** Far above any key in use; the arithmetic behind larger ones takes seconds. */
const mostKeyBytes = 16 * 1024;

/** The public facts of an open private key; the key itself goes no further than this call. */
export function readPrivateKey(der: Uint8Array, kind: KeyKind, placed: Placed): FoundPrivateKey {
  const [form, label] = forms[kind];
  const read = publicHalf(der, label);
  return { ...placed, form, encrypted: false, lock: null, ...read };
}

export type PublicHalf = { readonly publicKey: PublicKeyFacts | null; readonly problem: string | null };

export function publicHalf(der: Uint8Array, label: string): PublicHalf {
  if (der.length > mostKeyBytes)
    return { publicKey: null, problem: `the key is longer than ${mostKeyBytes} bytes` };
  try {
    return { publicKey: factsOfKey(writePem(der, label)), problem: null };
  } catch {
    // What the cryptographic library says may quote what it read: nothing of it goes on.
    return { publicKey: null, problem: 'the key is malformed, or of a kind that is not known here' };
  }
}

function factsOfKey(pem: string): PublicKeyFacts {
  const spki = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' });
  return publicKeyFacts(readWhole(spki, tags.sequence, 'the public key'), []);
}
