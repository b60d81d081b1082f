import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { Element } from '../asn1/der.ts';
import { signatureFacts } from '../certificate/algorithms.ts';
import type { PssParameters } from '../certificate/certificate.ts';

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
  const { algorithm, hash, pss } = signatureFacts(element);
  const type = key.asymmetricKeyType ?? '';
  if (algorithm === 'RSASSA-PSS') {
    return type === 'rsa' || type === 'rsa-pss' ? pssMethod(pss) : null;
  }
  if (/With(RSA|RSAEncryption)$/.test(algorithm)) {
    return type === 'rsa' && hash !== null
      ? { digest: hash, options: { padding: constants.RSA_PKCS1_PADDING } }
      : null;
  }
  if (algorithm.startsWith('ecdsa-')) return type === 'ec' ? { digest: hash, options: {} } : null;
  if (algorithm.startsWith('dsa-')) return type === 'dsa' ? { digest: hash, options: {} } : null;
  // Ed25519, Ed448, ML-DSA-65, SLH-DSA-...: one algorithm a key, named alike by Node.
  return hash === null && algorithm.toLowerCase() === type ? { digest: null, options: {} } : null;
}

/** OpenSSL's default, and all that Node can set: MGF1 with the hash of the signature. */
function pssMethod(pss: PssParameters | undefined): Method | null {
  if (pss === undefined || pss.mgfHash !== pss.hash) return null;
  const { hash: digest, saltLength } = pss;
  return { digest, options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } };
}

/** `unusable`: the issuer's key or the certificate is one that the cryptographic library refuses to read. */
export type SignatureVerdict = 'valid' | 'invalid' | 'unusable';
