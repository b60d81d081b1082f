import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { childrenOf, constructedTag, type Element, finish, tags, take, takeIf } from '../asn1/der.ts';
import { smallInteger } from '../asn1/der-values.ts';
import { hashOf, signatureFacts } from '../certificate/algorithms.ts';
import type { SignatureVerdict } from './verify-signature.ts';

export type SignedBytes = {
  /** What was signed, as it was written. */
  readonly bytes: Uint8Array;
  /** AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
  readonly algorithm: Element;
  readonly signature: Uint8Array;
};

/**
 * Whether this key made the signature of anything signed as certificates are (CRLs, OCSP responses, PKCS#10, ...).
 * `unusable`: the algorithm is unknown, does not belong to this kind of key, or is one that cannot be computed here.
 */
export function verifyBytes({ bytes, algorithm, signature }: SignedBytes, key: KeyObject): SignatureVerdict {
  try {
    const method = methodOf(algorithm, key);
    if (method === null) return 'unusable';
    return verify(method.digest, bytes, { key, ...method.options }, signature) ? 'valid' : 'invalid';
  } catch {
    // OpenSSL throws on a key or a parameter it refuses: an answer, not a bug.
    return 'unusable';
  }
}

type Method = { readonly digest: string | null; readonly options: Omit<VerifyKeyObjectInput, 'key'> };

/** The digest alone does not do: `verify` takes the algorithm from the key, whatever was written. */
function methodOf(element: Element, key: KeyObject): Method | null {
  const { algorithm, hash } = signatureFacts(element);
  const type = key.asymmetricKeyType ?? '';
  if (algorithm === 'RSASSA-PSS') {
    return type === 'rsa' || type === 'rsa-pss' ? pssMethod(element, hash) : null;
  }
  if (algorithm.endsWith('WithRSAEncryption')) {
    return type === 'rsa' && hash !== null
      ? { digest: hash, options: { padding: constants.RSA_PKCS1_PADDING } }
      : null;
  }
  if (algorithm.startsWith('ecdsa-')) return type === 'ec' ? { digest: hash, options: {} } : null;
  if (algorithm.startsWith('dsa-')) return type === 'dsa' ? { digest: hash, options: {} } : null;
  // Ed25519, Ed448, ML-DSA-65, SLH-DSA-...: one algorithm a key, named alike by Node.
  return hash === null && algorithm.toLowerCase() === type ? { digest: null, options: {} } : null;
}

/** RSASSA-PSS-params (RFC 4055 §3.1): what is left out is SHA-1, MGF1 with SHA-1 and a salt of 20 bytes. */
function pssMethod(algorithm: Element, digest: string | null): Method | null {
  const outer = childrenOf(algorithm);
  take(outer, tags.oid, 'the signature algorithm');
  const parameters = takeIf(outer, tags.sequence, 'the parameters of RSASSA-PSS');
  if (digest === null || parameters === null) return null;
  const parts = childrenOf(parameters);
  takeIf(parts, constructedTag(0), 'hashAlgorithm');
  const mask = takeIf(parts, constructedTag(1), 'maskGenAlgorithm');
  const salt = takeIf(parts, constructedTag(2), 'saltLength');
  const trailer = takeIf(parts, constructedTag(3), 'trailerField');
  finish(parts, 'the parameters of RSASSA-PSS');
  if (trailer !== null && numberIn(trailer) !== 1) return null;
  // OpenSSL's default, and all that Node can set: MGF1 with the hash of the signature.
  if (maskHash(mask) !== digest) return null;
  const saltLength = salt === null ? 20 : numberIn(salt);
  return { digest, options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } };
}

function maskHash(mask: Element | null): string | null {
  if (mask === null) return 'sha1';
  const parts = childrenOf(take(childrenOf(mask), tags.sequence, 'maskGenAlgorithm'));
  take(parts, tags.oid, 'maskGenAlgorithm');
  return hashOf(take(parts, tags.sequence, 'the hash of MGF1'));
}

function numberIn(wrapper: Element): number {
  const inside = childrenOf(wrapper);
  const number = smallInteger(take(inside, tags.integer, 'a parameter of RSASSA-PSS'), 'a parameter');
  finish(inside, 'a parameter of RSASSA-PSS');
  return number;
}
