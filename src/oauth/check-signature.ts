import { fits, type PublishedKey, typesOf } from './key-set.ts';
import type { ReadToken } from './read-token.ts';

/** What came of the signature. */
export type SignatureState =
  | { readonly kind: 'verified'; readonly kid: string | null }
  | { readonly kind: 'wrong'; readonly kid: string | null }
  /** No key of that name; `known`: those there are. */
  | { readonly kind: 'unknown-key'; readonly kid: string | null; readonly known: readonly string[] }
  | { readonly kind: 'bad-algorithm'; readonly why: AlgorithmFault; readonly keyType: string | null }
  | { readonly kind: 'not-checked'; readonly because: string };

export type AlgorithmFault =
  | 'missing'
  | 'none'
  /** HS256 and its kin: a secret that both sides would have to share. */
  | 'symmetric'
  | 'unknown'
  /** The key of that name is for another one. */
  | 'not-for-key';

type Signed = Extract<ReadToken, { form: 'signed' }>;

/** `keys` null: they could not be had, `because` of this. */
export async function checkSignature(
  { header, compact }: Signed,
  keys: readonly PublishedKey[] | null,
  because: string,
): Promise<SignatureState> {
  const fault = algorithmFault(header.algorithm);
  if (fault !== null) return { kind: 'bad-algorithm', why: fault, keyType: null };
  if (keys === null) return { kind: 'not-checked', because };
  const algorithm = header.algorithm ?? '';
  const usable = keys.filter(({ verifies }) => verifies);
  const named = header.kid === null ? usable : usable.filter(({ kid }) => kid === header.kid);
  if (named.length === 0) {
    const known = usable.flatMap(({ kid }) => kid ?? []).slice(0, 20);
    return { kind: 'unknown-key', kid: header.kid, known };
  }
  const fitting = named.filter(
    (key) =>
      fits(algorithm, key.type, key.curve) && (key.algorithm === null || isSame(key.algorithm, algorithm)),
  );
  if (fitting.length === 0) {
    return {
      kind: 'bad-algorithm',
      why: 'not-for-key',
      keyType: named[0]?.algorithm ?? named[0]?.type ?? null,
    };
  }
  for (const key of fitting) {
    const verdict = await verifyWith(compact, key, algorithm);
    if (verdict === 'unsupported')
      return { kind: 'not-checked', because: `${algorithm} cannot be checked here` };
    if (verdict) return { kind: 'verified', kid: key.kid };
  }
  return { kind: 'wrong', kid: header.kid };
}

function algorithmFault(algorithm: string | null): AlgorithmFault | null {
  if (algorithm === null) return 'missing';
  if (algorithm.toLowerCase() === 'none') return 'none';
  if (/^HS\d+$/i.test(algorithm)) return 'symmetric';
  return typesOf(algorithm) === null ? 'unknown' : null;
}

/** RFC 9864: EdDSA is the old name of both. */
function isSame(ofKey: string, ofToken: string): boolean {
  const isEdwards = (name: string): boolean => /^Ed(DSA|25519|448)$/.test(name);
  return ofKey === ofToken || (isEdwards(ofKey) && isEdwards(ofToken));
}

async function verifyWith(
  compact: string,
  { jwk }: PublishedKey,
  algorithm: string,
): Promise<boolean | 'unsupported'> {
  const { base64url, errors, flattenedVerify, importJWK } = await import('jose');
  const [protectedHeader = '', payload = '', signature = ''] = compact.split('.');
  try {
    const key = await importJWK({ ...jwk, alg: algorithm } as Parameters<typeof importJWK>[0], algorithm);
    // What is critical has a rule of its own and must not hide whether the signature is good.
    const crit = criticalIn(base64url.decode(protectedHeader));
    await flattenedVerify({ protected: protectedHeader, payload, signature }, key, {
      algorithms: [algorithm],
      crit,
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof errors.JWSSignatureVerificationFailed) return false;
    return 'unsupported';
  }
}

/** Every critical member as one that is understood. */
function criticalIn(header: Uint8Array): Record<string, boolean> {
  const { crit }: { crit?: unknown } = JSON.parse(Buffer.from(header).toString('utf8'));
  const names = Array.isArray(crit)
    ? crit.filter((name): name is string => typeof name === 'string' && name !== 'b64')
    : [];
  return Object.fromEntries(names.map((name) => [name, true]));
}
