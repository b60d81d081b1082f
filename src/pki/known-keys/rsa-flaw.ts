import type { Certificate } from '../certificate/certificate.ts';
import { keyNumberOf } from './key-number.ts';

/** Why an RSA key can be computed from its public half, in words that follow "its modulus"; null: no such reason found. */
export function rsaFlawOf(certificate: Certificate): string | null {
  const { type, bits } = certificate.publicKey;
  if (!type.startsWith('rsa') || bits === null || bits < 256 || bits > mostBits) return null;
  const number = keyNumberOf(certificate);
  if (number === null) return null;
  const modulus = BigInt(`0x${number.toString('hex')}`);
  const factor = smallFactorOf(modulus);
  if (factor !== null) return `can be divided by ${factor} (BR §6.1.6)`;
  if (hasRocaForm(modulus)) return 'was made by the Infineon library of CVE-2017-15361 (ROCA)';
  return hasClosePrimes(modulus) ? 'is the product of two primes close to each other (CVE-2022-26320)' : null;
}

const mostBits = 16_384;

/** BR §6.1.6 wants no factor under 752. */
const smallPrimes = primesUnder(752);
const product = smallPrimes.reduce((all, prime) => all * BigInt(prime), 1n);

function smallFactorOf(modulus: bigint): number | null {
  // One long division; the rest is done on a number that stays small.
  const rest = modulus % product;
  return smallPrimes.find((prime) => rest % BigInt(prime) === 0n) ?? null;
}

/**
 * Primes of the flawed library are powers of 65537 modulo many small primes, and so is their product: of other moduli
 * one in 2^27 looks the same ("The Return of Coppersmith's Attack", §2.2).
 */
const rocaPowers: ReadonlyMap<number, ReadonlySet<number>> = new Map(
  smallPrimes
    .filter((prime) => prime > 2 && prime <= 167)
    .map((prime) => [prime, powersOf65537(prime)] as const),
);

function powersOf65537(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * (65_537 % prime)) % prime) powers.add(power);
  return powers;
}

function hasRocaForm(modulus: bigint): boolean {
  return [...rocaPowers].every(([prime, powers]) => powers.has(Number(modulus % BigInt(prime))));
}

const fermatRounds = 100;

/** Fermat's method: n = a² - b² with a just above the root of n. */
function hasClosePrimes(modulus: bigint): boolean {
  const root = rootOf(modulus);
  let above = root * root === modulus ? root : root + 1n;
  for (let round = 0; round < fermatRounds; round += 1) {
    const square = above * above - modulus;
    // Three quarters of all numbers are told to be no squares by their last digits.
    if (isLikelySquare(square) && rootOf(square) ** 2n === square) return true;
    above += 1n;
  }
  return false;
}

/** Squares end in 0, 1, 4 or 9 in base 16. */
function isLikelySquare(value: bigint): boolean {
  const digit = Number(value & 15n);
  return digit === 0 || digit === 1 || digit === 4 || digit === 9;
}

/** The root, rounded down (Newton). */
function rootOf(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function primesUnder(limit: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; candidate < limit; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
