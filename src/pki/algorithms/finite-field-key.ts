import { childrenOf, type Element, isDone, type Reader, tags, take } from '../asn1/der.ts';
import { checkInteger, integerBits } from '../asn1/der-values.ts';
import { type Fault, lint } from '../certificate/fault.ts';
import { insideBits } from './key-bits.ts';

/** Bits of p; null where the parameters are those of the issuer (RFC 3279 §2.3.2). Throws `DerError`. */
export function dsaBits(algorithm: Reader, key: Element, faults: Fault[]): number | null {
  checkInteger(insideBits(key, tags.integer, 'the DSA key'), 'the DSA key');
  if (isDone(algorithm)) {
    const text = 'the DSA key has no parameters of its own: they would be those of the issuer';
    lint(faults, 'dsa-parameters-inherited', text, 'RFC 3279 §2.3.2', algorithm.at);
    return null;
  }
  const parameters = childrenOf(take(algorithm, tags.sequence, 'the DSA parameters'));
  const [prime] = ['p', 'q', 'g'].map((name) => bitsOf(parameters, `${name} of the DSA parameters`));
  return prime ?? 0;
}

/** Bits of p, which stands first in both forms (RFC 3279 §2.3.3, PKCS #3 §9). Throws `DerError`. */
export function dhBits(algorithm: Reader, key: Element): number {
  checkInteger(insideBits(key, tags.integer, 'the DH key'), 'the DH key');
  const parameters = childrenOf(take(algorithm, tags.sequence, 'the DH parameters'));
  return bitsOf(parameters, 'p of the DH parameters');
}

function bitsOf(parameters: Reader, what: string): number {
  return integerBits(take(parameters, tags.integer, what), what);
}
