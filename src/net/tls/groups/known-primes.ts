import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

let known: Readonly<Record<string, string>> | null = null;

/**
 * Where a Diffie-Hellman prime comes from, when many servers share it: an RFC or a program that ships it. Whoever has
 * worked on a shared prime of 1024 bits once reads the traffic of all of them (Logjam). Null for one of its own.
 */
export function knownPrime(prime: Uint8Array): string | null {
  known ??= JSON.parse(readFileSync(new URL('./known-primes.json', import.meta.url), 'utf8'));
  const start = prime.findIndex((byte) => byte !== 0);
  const bare = start === -1 ? prime.subarray(0, 0) : prime.subarray(start);
  return known?.[createHash('sha256').update(bare).digest('hex')] ?? null;
}

/** Bits of a big-endian number. */
export function bitLength(number: Uint8Array): number {
  const start = number.findIndex((byte) => byte !== 0);
  if (start === -1) return 0;
  return (number.length - start) * 8 - (Math.clz32(number[start] ?? 0) - 24);
}
