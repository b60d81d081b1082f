import { createPrivateKey, generateKeyPairSync, getDiffieHellman, type KeyObject } from 'node:crypto';

export type KeyKind = 'p256' | 'p384' | 'p521' | 'secp256k1' | 'ed25519' | 'ed448' | `rsa${number}`;

const curves = { p256: 'P-256', p384: 'P-384', p521: 'P-521', secp256k1: 'secp256k1' } as const;

/** RSA keys of this process: making one takes up to seconds, so equal kind and role share a key. */
const rsaKeys = new Map<string, KeyObject>();

/** A private key. Fresh for every call except RSA, which is shared by all of the same `role`. */
export function makeKey(kind: KeyKind, role: string): KeyObject {
  switch (kind) {
    case 'p256':
    case 'p384':
    case 'p521':
    case 'secp256k1':
      return generateKeyPairSync('ec', { namedCurve: curves[kind] }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'ed448':
      return generateKeyPairSync('ed448').privateKey;
    default:
      return rsaKey(Number(kind.slice(3)), role);
  }
}

/** A private key of any type by Node's name for it; the types of @types/node cannot say that the name is data. */
export function anyKey(type: string, options: object = {}): KeyObject {
  const generate = generateKeyPairSync as unknown as (
    type: string,
    options: object,
  ) => { privateKey: KeyObject };
  return generate(type, options).privateKey;
}

function rsaKey(bits: number, role: string): KeyObject {
  const name = `${bits} ${role}`;
  const known = rsaKeys.get(name);
  if (known !== undefined) return known;
  const key = bits === 8192 ? rsa8192() : generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
  rsaKeys.set(name, key);
  return key;
}

/** Made of the 6144 and 2048-bit primes of RFC 3526, at once: searching such primes takes half a minute. */
function rsa8192(): KeyObject {
  return rsaKeyOf(groupPrime('modp17'), groupPrime('modp14'));
}

/** The RSA key of two given primes. */
export function rsaKeyOf(p: bigint, q: bigint, e = 65537n): KeyObject {
  const d = inverse(e, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const parts = Object.entries(numbers).map(([name, value]) => [name, base64url(value)]);
  return createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(parts) }, format: 'jwk' });
}

/** A safe prime of RFC 2409 or RFC 3526: "modp2" has 1024 bits, "modp5" 1536. */
export function groupPrime(group: string): bigint {
  return BigInt(`0x${getDiffieHellman(group).getPrime('hex')}`);
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}

/** Extended Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [last, rest, lastFactor, factor] = [modulus, value % modulus, 0n, 1n];
  while (rest !== 0n) {
    const quotient = last / rest;
    [last, rest] = [rest, last - quotient * rest];
    [lastFactor, factor] = [factor, lastFactor - quotient * factor];
  }
  return ((lastFactor % modulus) + modulus) % modulus;
}
