import type { Rule } from '../rule.ts';

const permitted = /^((sha(256|384|512)WithRSAEncryption)|RSASSA-PSS|ecdsa-with-SHA(256|384|512))$/;

export const signatureAlgorithm: Rule = {
  id: 'baseline/signature-algorithm',
  citation: 'BR §7.1.3.2',
  weight: 'refuse',
  judge({ signature }, place) {
    // Nobody looks at the signature of a trust anchor (RFC 5280 §6.1.1 d).
    if (place === 'anchor' || permitted.test(signature.algorithm)) return null;
    return `it is signed with ${signature.algorithm}`;
  },
};
