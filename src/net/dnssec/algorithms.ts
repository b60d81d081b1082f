import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Dnskey } from './records.ts';

type Algorithm = {
  readonly hash: string | null;
  readonly load: (key: Buffer) => KeyObject | null;
};

/**
 * The signatures that are checked, by their numbers (IANA "DNS Security Algorithm Numbers"). RSASHA1 (5, 7) is not among
 * them: RFC 9905 §2 makes it insecure.
 */
const algorithms: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  // RSASHA256
  [8, { hash: 'sha256', load: loadRsa }],
  // RSASHA512
  [10, { hash: 'sha512', load: loadRsa }],
  // ECDSAP256SHA256
  [13, { hash: 'sha256', load: (key) => loadCurve(key, 'P-256', 32) }],
  // ECDSAP384SHA384
  [14, { hash: 'sha384', load: (key) => loadCurve(key, 'P-384', 48) }],
  // ED25519
  [15, { hash: null, load: (key) => loadEdwards(key, 'Ed25519', 32) }],
  // ED448
  [16, { hash: null, load: (key) => loadEdwards(key, 'Ed448', 57) }],
]);

export function isKnownAlgorithm(number: number): boolean {
  return algorithms.has(number);
}

/** SHA-1, SHA-256 and SHA-384 (IANA "DS RR Type Digest Algorithms"). */
const digests: ReadonlyMap<number, string> = new Map([
  [1, 'sha1'],
  [2, 'sha256'],
  [4, 'sha384'],
]);

export function isKnownDigest(type: number): boolean {
  return digests.has(type);
}

export function digestOf(type: number, bytes: Uint8Array): Buffer | null {
  const name = digests.get(type);
  return name === undefined ? null : createHash(name).update(bytes).digest();
}

/** RFC 3110 ends at 4096 bits; what is longer, or has a long exponent, would only cost time. */
const mostRsaBits = 4096;
const mostExponentOctets = 5;

/** Modulus length of an RSA key; null for other kinds and for what cannot be read. */
export function rsaBits({ algorithm, publicKey }: Pick<Dnskey, 'algorithm' | 'publicKey'>): number | null {
  if (![1, 5, 7, 8, 10].includes(algorithm)) return null;
  const parts = rsaParts(publicKey);
  return parts === null ? null : bitLength(parts.modulus);
}

function rsaParts(key: Buffer): { readonly exponent: Buffer; readonly modulus: Buffer } | null {
  if (key.length < 3) return null;
  // RFC 3110 §2: one octet of length, or a zero and two.
  const long = key[0] === 0;
  const start = long ? 3 : 1;
  const end = start + (long ? key.readUInt16BE(1) : key.readUInt8(0));
  const [exponent, modulus] = [key.subarray(start, end), withoutZeros(key.subarray(end))];
  return modulus.length === 0 || exponent.length === 0 ? null : { exponent, modulus };
}

function withoutZeros(octets: Buffer): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  return first === -1 ? Buffer.alloc(0) : octets.subarray(first);
}

function bitLength(octets: Buffer): number {
  return octets.length * 8 - Math.clz32(octets[0] ?? 0) + 24;
}

function loadRsa(key: Buffer): KeyObject | null {
  const parts = rsaParts(key);
  if (parts === null || bitLength(parts.modulus) > mostRsaBits) return null;
  const exponent = withoutZeros(parts.exponent);
  if (exponent.length > mostExponentOctets) return null;
  return load({ kty: 'RSA', n: parts.modulus.toString('base64url'), e: exponent.toString('base64url') });
}

/** RFC 6605 §4: x and y, without a leading octet. */
function loadCurve(key: Buffer, crv: string, size: number): KeyObject | null {
  if (key.length !== size * 2) return null;
  const [x, y] = [key.toString('base64url', 0, size), key.toString('base64url', size)];
  return load({ kty: 'EC', crv, x, y });
}

/** RFC 8080 §3. */
function loadEdwards(key: Buffer, crv: string, size: number): KeyObject | null {
  return key.length === size ? load({ kty: 'OKP', crv, x: key.toString('base64url') }) : null;
}

function load(key: Record<string, string>): KeyObject | null {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    // A point off its curve, an even modulus: OpenSSL says no in many ways, and none of them is a key.
    return null;
  }
}

export function loadKey({ algorithm, publicKey }: Dnskey): KeyObject | null {
  return algorithms.get(algorithm)?.load(publicKey) ?? null;
}

/** On a thread of OpenSSL's own pool: the one that serves people is not held. */
export function verifySignature(
  algorithm: number,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const hash = algorithms.get(algorithm)?.hash ?? null;
  verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature, (error, holds) =>
    resolve(error === null && holds),
  );
  return promise;
}
