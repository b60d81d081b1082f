import type { Rule } from '../rule.ts';

const curves = ['P-256', 'P-384', 'P-521'];

/** RSA of at least 2048 bits and a multiple of 8, or one of three curves; nothing else is permitted. */
export const keyAlgorithm: Rule = {
  id: 'baseline/key-algorithm',
  citation: 'BR §6.1.5',
  weight: 'refuse',
  judge({ publicKey: { type, bits, curve } }) {
    switch (type) {
      case 'rsa':
        if (bits !== null && bits >= 2048 && bits % 8 === 0) return null;
        return `its RSA key has ${bits ?? 'an unknown number of'} bits: at least 2048 and a multiple of 8 are wanted`;
      case 'ec':
        if (curve !== null && curves.includes(curve)) return null;
        return `its key is on the curve ${curve ?? 'that it writes out itself'}: P-256, P-384 or P-521 are wanted`;
      default:
        return `its key is of the type ${type}: RSA or an elliptic curve is wanted`;
    }
  },
};
