import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isObject, textIn } from './json-document.ts';

export type KeyProblem =
  /** Private or symmetric members stand in a document that everybody can read. */
  | { readonly kind: 'secret'; readonly members: readonly string[] }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'weak'; readonly bits: number }
  | { readonly kind: 'duplicate-kid' }
  | { readonly kind: 'wrong-algorithm'; readonly algorithm: string }
  /** The first certificate of x5c is for another key. */
  | { readonly kind: 'certificate-mismatch' }
  | { readonly kind: 'certificate-unreadable' }
  | { readonly kind: 'certificate-expired'; readonly notAfter: Date };

/** One key of a set, as far as it may be shown: never a private member. */
export type PublishedKey = {
  readonly position: number;
  readonly kid: string | null;
  readonly type: string;
  readonly use: string | null;
  readonly algorithm: string | null;
  readonly curve: string | null;
  /** A signature can be checked with it. */
  readonly verifies: boolean;
  readonly problems: readonly KeyProblem[];
  /** The public half alone; null when it cannot be read. */
  readonly jwk: JsonWebKey | null;
};

const mostKeys = 100;
/** RFC 7518 §6 and RFC 9964: what only the owner of a key may have. "k" is a whole secret. */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const weakestRsaBits = 2048;

/** Null: there is no list of keys in it. */
export function readKeySet(
  document: Readonly<Record<string, unknown>>,
  now: Date,
): readonly PublishedKey[] | null {
  if (!Array.isArray(document.keys)) return null;
  const entries = document.keys.slice(0, mostKeys).map((entry: unknown) => (isObject(entry) ? entry : {}));
  return entries.map((entry, position) => {
    const kid = textIn(entry.kid);
    const isTwice = kid !== null && entries.some((other, at) => at !== position && isSameName(entry, other));
    return readKey(entry, position, isTwice, now);
  });
}

/** RFC 7517 §4.5: equal names are allowed for keys of different types. */
function isSameName(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  return one.kid === other.kid && one.kty === other.kty && one.use === other.use && one.alg === other.alg;
}

function readKey(
  entry: Readonly<Record<string, unknown>>,
  position: number,
  isTwice: boolean,
  now: Date,
): PublishedKey {
  const type = textIn(entry.kty)?.slice(0, 20) ?? 'none';
  const members = secretMembers.filter((name) => Object.hasOwn(entry, name));
  const publicHalf = withoutSecrets(entry);
  const key = keyObjectOf(publicHalf);
  const algorithm = textIn(entry.alg)?.slice(0, 40) ?? null;
  const curve = textIn(entry.crv)?.slice(0, 20) ?? null;
  const bits = key?.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : null;
  const problems: KeyProblem[] = [
    ...(members.length === 0 ? [] : [{ kind: 'secret', members } as const]),
    ...(key === null && type !== 'oct' ? [{ kind: 'unreadable' } as const] : []),
    ...(bits !== null && bits < weakestRsaBits ? [{ kind: 'weak', bits } as const] : []),
    ...(isTwice ? [{ kind: 'duplicate-kid' } as const] : []),
    ...(algorithm !== null && !fits(algorithm, type, curve)
      ? [{ kind: 'wrong-algorithm', algorithm } as const]
      : []),
    ...(key === null ? [] : certificateProblems(entry.x5c, key, now)),
  ];
  const use = textIn(entry.use)?.slice(0, 20) ?? null;
  return {
    position,
    kid: textIn(entry.kid)?.slice(0, 200) ?? null,
    type,
    use,
    algorithm,
    curve,
    verifies:
      key !== null && (use === null || use === 'sig') && mayVerify(entry.key_ops) && isForSigning(algorithm),
    problems,
    jwk: key === null ? null : publicHalf,
  };
}

/** RFC 7517 §4, RFC 7518 §6, RFC 8037 and RFC 9964: what makes the public half. */
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e', 'pub', 'alg', 'kid', 'use'];

function withoutSecrets(entry: Readonly<Record<string, unknown>>): JsonWebKey {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => publicMembers.includes(name)));
}

function keyObjectOf(jwk: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ format: 'jwk', key: jwk });
  } catch {
    return null;
  }
}

function mayVerify(operations: unknown): boolean {
  return !Array.isArray(operations) || operations.includes('verify');
}

function isForSigning(algorithm: string | null): boolean {
  return algorithm === null || typesOf(algorithm) !== null;
}

/** The key types an algorithm of signatures works with; null: it is none that a public key checks. */
export function typesOf(algorithm: string): string | null {
  if (/^(RS|PS)(256|384|512)$/.test(algorithm)) return 'RSA';
  if (/^ES(256|384|512|256K)$/.test(algorithm)) return 'EC';
  if (/^(EdDSA|Ed25519|Ed448)$/.test(algorithm)) return 'OKP';
  return /^ML-DSA-(44|65|87)$/.test(algorithm) ? 'AKP' : null;
}

const curves: Readonly<Record<string, string>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  ES256K: 'secp256k1',
  Ed25519: 'Ed25519',
  Ed448: 'Ed448',
};

/** Whether a key of this type and curve can do the algorithm that stands beside it. */
export function fits(algorithm: string, type: string, curve: string | null): boolean {
  if (algorithm.startsWith('RSA-OAEP') || algorithm === 'RSA1_5') return type === 'RSA';
  if (algorithm.startsWith('ECDH-ES')) return type === 'EC' || type === 'OKP';
  if (/^(HS|A\d|dir)/.test(algorithm)) return type === 'oct';
  const wanted = typesOf(algorithm);
  // What nobody here knows is not called wrong.
  if (wanted === null) return true;
  const onCurve = curves[algorithm];
  return wanted === type && (onCurve === undefined || curve === onCurve);
}

/** RFC 7517 §4.7: base64, not base64url, and the first certificate is the key's. */
function certificateProblems(x5c: unknown, key: KeyObject, now: Date): readonly KeyProblem[] {
  if (!Array.isArray(x5c)) return [];
  const first = textIn(x5c[0]);
  try {
    const certificate = new X509Certificate(Buffer.from(first ?? '', 'base64'));
    const notAfter = new Date(certificate.validTo);
    return [
      ...(certificate.publicKey.equals(key) ? [] : [{ kind: 'certificate-mismatch' } as const]),
      ...(notAfter < now ? [{ kind: 'certificate-expired', notAfter } as const] : []),
    ];
  } catch {
    return [{ kind: 'certificate-unreadable' }];
  }
}
