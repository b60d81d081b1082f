import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate, PublicKeyFacts } from '../certificate/certificate.ts';
import { structureOf } from '../certificate/extension-value.ts';
import { type SignatureVerdict, verifyBytes } from './verify-bytes.ts';

/** Verdicts by the fingerprints of both: addresses and sweeps show the same few pairs again and again. */
const verdicts = new Map<string, SignatureVerdict>();
/** Seven megabytes: a sweep of 10,000 endpoints has one pair for each leaf, and shall find it again the next time. */
const mostVerdicts = 32_768;

const keys = new WeakMap<Certificate, KeyObject | null>();

/** Whether the issuer's key made this certificate's signature. Names, dates and rights are not looked at. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return checkSignature(certificate, issuer) === 'valid';
}

/** What checking signatures may still cost: one for each by a fast key. Shared by the searches of one file. */
export type SignatureBudget = { left: number };

/** Of one check: slow ones take over half a millisecond, and with long RSA keys the square of the length more. */
export function signatureCost({ type, bits }: PublicKeyFacts): number {
  if (type === 'rsa' || type === 'rsa-pss') {
    const length = (bits ?? 0) / 4096;
    return length > 1 ? Math.ceil(3 * length ** 2) : 1;
  }
  return type === 'ed25519' || (type === 'ec' && (bits ?? 0) <= 256) ? 1 : 3;
}

export function checkSignature(certificate: Certificate, issuer: Certificate): SignatureVerdict {
  const pair = `${certificate.fingerprint256} ${issuer.fingerprint256}`;
  const known = verdicts.get(pair);
  if (known !== undefined) return known;
  const verdict = computeVerdict(certificate, issuer);
  if (verdicts.size >= mostVerdicts) forgetOldest();
  verdicts.set(pair, verdict);
  return verdict;
}

function computeVerdict(certificate: Certificate, issuer: Certificate): SignatureVerdict {
  const key = publicKeyOf(issuer);
  if (key === null) return 'unusable';
  try {
    if (new X509Certificate(certificate.der).verify(key)) return 'valid';
    return inTables.test(certificate.signature.algorithm) ? 'invalid' : withoutTables(certificate, key);
  } catch {
    // OpenSSL throws on what it cannot parse or on a key that does not fit the algorithm: an answer, not a bug.
    return 'unusable';
  }
}

/** RSA as nearly everybody signs with it: there the library's word is the last, and asking twice would cost double. */
const inTables = /^sha(?:1|224|256|384|512)WithRSAEncryption$/;

/**
 * The library calls a signature invalid, too, when its tables lack the algorithm (DSA with SHA-384 and SHA-3, RSA with
 * SHA-512/256). What it refuses for its form stays refused: two algorithms that differ (RFC 5280 §4.1.1.2), and a
 * signature that is no whole number of bytes.
 */
function withoutTables(certificate: Certificate, key: KeyObject): SignatureVerdict {
  if (certificate.faults.some(({ code }) => code === 'algorithms-differ' || code === 'signature-bits')) {
    return 'invalid';
  }
  const { tbs: bytes, outerAlgorithm: algorithm, signature } = structureOf(certificate);
  return verifyBytes({ bytes, algorithm, signature }, key) === 'valid' ? 'valid' : 'invalid';
}

/** Null when the key cannot be used. */
export function publicKeyOf(certificate: Certificate): KeyObject | null {
  const known = keys.get(certificate);
  if (known !== undefined) return known;
  const key = readKey(certificate);
  keys.set(certificate, key);
  return key;
}

function readKey(certificate: Certificate): KeyObject | null {
  try {
    const key = new X509Certificate(certificate.der).publicKey;
    const { publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    return publicExponent > largestExponent ? null : key;
  } catch {
    return null;
  }
}

/** BR §6.1.6. A stranger's exponent as long as the modulus makes one signature cost a hundred times what others do. */
const largestExponent = 2n ** 256n;

/** A Map keeps its order of insertion. */
function forgetOldest(): void {
  const oldest = verdicts.keys().next().value;
  if (oldest !== undefined) verdicts.delete(oldest);
}
