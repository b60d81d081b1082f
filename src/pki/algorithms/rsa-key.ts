import { childrenOf, contentOf, type Element, finish, isDone, type Reader, tags, take } from '../asn1/der.ts';
import { checkInteger, integerBits } from '../asn1/der-values.ts';
import type { PssParameters } from '../certificate/certificate.ts';
import { type Fault, lint, refuse } from '../certificate/fault.ts';
import { insideBits } from './key-bits.ts';
import { pssParametersOf } from './pss-parameters.ts';

const citation = 'RFC 8017 §3.1';

/** Length of the modulus of an RSAPublicKey. Throws `DerError`. */
export function rsaKeyBits(key: Element, faults: Fault[]): number {
  const parts = childrenOf(insideBits(key, tags.sequence, 'the RSA key'));
  const modulus = take(parts, tags.integer, 'the modulus');
  const exponent = take(parts, tags.integer, 'the exponent');
  finish(parts, 'the RSA key');
  const bits = integerBits(modulus, 'the modulus');
  judgeNumber(modulus, 'modulus', faults);
  checkInteger(exponent, 'the exponent');
  judgeNumber(exponent, 'exponent', faults);
  judgeExponent(exponent, faults);
  return bits;
}

function judgeNumber(number: Element, what: 'modulus' | 'exponent', faults: Fault[]): void {
  const { bytes, body, end, start } = number;
  if ((bytes[body] ?? 0) >= 0x80) {
    refuse(faults, `rsa-${what}`, `the RSA ${what} is negative`, citation, start);
  } else if (((bytes[end - 1] ?? 0) & 1) === 0) {
    refuse(faults, `rsa-${what}`, `the RSA ${what} is even`, citation, start);
  }
}

/** BR §6.1.6 wants 65537 or more; 3 still verifies everywhere. */
function judgeExponent(exponent: Element, faults: Fault[]): void {
  const { bytes, body, end, start } = exponent;
  if (end - body > 2) return;
  const value = contentOf(exponent).reduce((sum, byte) => sum * 256 + byte, 0);
  if (value === 1)
    refuse(faults, 'rsa-exponent', 'the RSA exponent is 1: a signature is its own message', citation, start);
  else if (((bytes[end - 1] ?? 0) & 1) === 1 && value < 65_537) {
    lint(faults, 'rsa-exponent-small', `the RSA exponent is ${value}, under 65537`, 'BR §6.1.6', start);
  }
}

/** RFC 4055 §3.1: absent parameters restrict nothing. Throws `DerError`. */
export function rsaPssFacts(algorithm: Reader, faults: Fault[]): { readonly pss?: PssParameters } {
  if (isDone(algorithm)) return {};
  const pss = pssParametersOf(take(algorithm, tags.sequence, 'the PSS parameters'), faults);
  finish(algorithm, 'the PSS parameters');
  return { pss };
}
