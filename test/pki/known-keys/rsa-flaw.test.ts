import { checkPrimeSync, generatePrimeSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rsaFlawOf } from '../../../src/pki/known-keys/rsa-flaw.ts';
import { bitString, integer, nullValue, oid, sequence } from '../../support/certificates/der-writer.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { anyKey } from '../../support/certificates/keys.ts';
import { readForged } from '../../support/certificates/read.ts';
import { selfSigned } from '../../support/certificates/self-signed.ts';

function flawOf(modulus: bigint): string | null {
  const spki = sequence(
    sequence(oid('1.2.840.113549.1.1.1'), nullValue()),
    bitString(sequence(integer(modulus), integer(65_537))),
  );
  const key = anyKey('ed25519');
  const algorithm = sequence(oid('1.3.101.112'));
  return rsaFlawOf(readForged({ der: selfSigned({ key, algorithm, sign: () => Buffer.alloc(64), spki }) }));
}

function prime(bits: number): bigint {
  return generatePrimeSync(bits, { bigint: true });
}

/** The next prime from here on. */
function primeFrom(start: bigint): bigint {
  let candidate = start | 1n;
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

describe('an RSA modulus', () => {
  it('with a small factor is told with it', () => {
    expect(flawOf(prime(1024) * 3n)).toBe('can be divided by 3 (BR §6.1.6)');
    expect(flawOf(prime(1024) * 751n)).toBe('can be divided by 751 (BR §6.1.6)');
    expect(flawOf(prime(1020) * 757n)).toBeNull();
  });

  it('of two close primes is told, near or a little farther', () => {
    const first = prime(512);
    const next = primeFrom(first + 2n);
    expect(flawOf(first * next)).toMatch(/close to each other/);
    expect(flawOf(first * primeFrom(first + (1n << 250n)))).toMatch(/close to each other/);
    expect(flawOf(first * first)).toMatch(/close to each other/);
  });

  it('of the form of the Infineon library is told', () => {
    // Its primes are k * M + (65537^a mod M), M the product of the first 39 primes.
    const product = firstPrimes(39).reduce((all, one) => all * BigInt(one), 1n);
    const infineon = (power: number): bigint => {
      const rest = Array.from({ length: power }).reduce<bigint>((sum) => (sum * 65_537n) % product, 1n);
      for (let factor = prime(292); ; factor += 1n) {
        const candidate = factor * product + rest;
        if (checkPrimeSync(candidate)) return candidate;
      }
    };
    expect(flawOf(infineon(1234) * infineon(77))).toMatch(/CVE-2017-15361/);
  });

  it('of sound keys is told nothing of', () => {
    const root = forgeRoot();
    for (const key of ['rsa1024', 'rsa2048', 'rsa4096', 'p256', 'ed25519'] as const) {
      expect(rsaFlawOf(readForged(forgeLeaf(root, { key })))).toBeNull();
    }
  });
});

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((one) => candidate % one !== 0)) found.push(candidate);
  }
  return found;
}
