import type { Rule } from '../rule.ts';

/** It says CA and may not sign: neither a subscriber's certificate nor one of a CA. */
export const subscriberNotCa: Rule = {
  id: 'baseline/subscriber-not-ca',
  citation: 'BR §7.1.2.7.8',
  weight: 'refuse',
  judge({ basicConstraints, keyUsage }, place) {
    if (place !== 'leaf' || basicConstraints?.ca !== true) return null;
    return keyUsage?.includes('keyCertSign') === false ? 'it says CA and may not sign certificates' : null;
  },
};
