import { createPublicKey } from 'node:crypto';
import { DerError, readWhole, tags } from '../asn1/der.ts';
import { publicKeyFacts } from '../certificate/algorithms.ts';
import type { Placed } from './file-contents.ts';
import { addUnreadable, type Parts } from './parts.ts';
import { writePem } from './pem/pem.ts';

/** A SubjectPublicKeyInfo, or the bare RSA key of PKCS#1. */
export function readPublicKey(
  der: Uint8Array,
  kind: 'public-key' | 'rsa-public-key',
  placed: Placed,
  parts: Parts,
): void {
  try {
    const spki = kind === 'public-key' ? der : spkiOfRsa(der);
    const publicKey = publicKeyFacts(readWhole(spki, tags.sequence, 'the public key'), []);
    parts.publicKeys.push({ ...placed, publicKey });
  } catch (thrown) {
    const reason = thrown instanceof DerError ? thrown.message : 'it is no RSA key';
    addUnreadable('a public key', reason, placed, parts);
  }
}

function spkiOfRsa(der: Uint8Array): Uint8Array {
  return createPublicKey(writePem(der, 'RSA PUBLIC KEY')).export({ type: 'spki', format: 'der' });
}
