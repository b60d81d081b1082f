import { type ByteReader, byteReader } from '../byte-reader.ts';
import { bitLength, knownPrime } from '../groups/known-primes.ts';
import { suiteOf } from '../suites/registry.ts';

/** What a ServerKeyExchange of TLS 1.2 or older says about the group; nothing in it is verified. */
export type ServerKeyExchange =
  | { readonly kind: 'curve'; readonly group: number }
  | {
      readonly kind: 'prime';
      readonly bits: number;
      /** The RFC or program the prime comes from; null for one of the server's own. */
      readonly origin: string | null;
      /** Its public value as hexadecimal: the same twice means that the key is kept (RFC 9325 §7.4). */
      readonly share: string;
    };

const namedCurve = 3;
/** 16,384 bits: more than any server computes with. */
const longestPrime = 2048;

/** RFC 5246 §7.4.3, RFC 8422 §5.4, RFC 4279 §2; null for RSA, for explicit curves and for what cannot be read. */
export function readServerKeyExchange(body: Uint8Array, cipherSuite: number): ServerKeyExchange | null {
  const { keyExchange } = suiteOf(cipherSuite);
  const reader = byteReader(body);
  // The identity hint comes first.
  if (keyExchange.endsWith('_PSK')) reader.vector(2);
  if (keyExchange.startsWith('ECDHE')) return curveIn(reader);
  return keyExchange.startsWith('DHE') ? primeIn(reader) : null;
}

function curveIn(reader: ByteReader): ServerKeyExchange | null {
  if (reader.number(1) !== namedCurve) return null;
  const group = reader.number(2);
  return reader.intact() ? { kind: 'curve', group } : null;
}

function primeIn(reader: ByteReader): ServerKeyExchange | null {
  const prime = reader.vector(2);
  reader.vector(2);
  const share = reader.vector(2);
  if (!reader.intact() || prime.length === 0 || prime.length > longestPrime) return null;
  return {
    kind: 'prime',
    bits: bitLength(prime),
    origin: knownPrime(prime),
    share: Buffer.from(share).toString('hex'),
  };
}
