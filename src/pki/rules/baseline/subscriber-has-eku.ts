import type { Rule } from '../rule.ts';

/** Told and not refused: RFC 5280 §4.2.1.12 lets it be absent, and so does every client. */
export const subscriberHasEku: Rule = {
  id: 'baseline/subscriber-has-eku',
  citation: 'BR §7.1.2.7.10',
  weight: 'tell',
  judge({ extendedKeyUsage }, place) {
    return place === 'leaf' && extendedKeyUsage === null
      ? 'it does not say what it is for (extendedKeyUsage)'
      : null;
  },
};
