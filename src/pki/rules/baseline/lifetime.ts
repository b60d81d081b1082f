import { lifetimeDays, lifetimeLimit } from '../lifetime-limit.ts';
import type { Rule } from '../rule.ts';

export const lifetime: Rule = {
  id: 'baseline/lifetime',
  citation: 'BR §6.3.2',
  weight: 'refuse',
  judge(certificate, place) {
    if (place !== 'leaf' || certificate.basicConstraints?.ca === true) return null;
    const limit = lifetimeLimit(certificate.notBefore);
    const days = lifetimeDays(certificate);
    if (limit === null || days <= limit.days) return null;
    return `it is valid for ${days} days, and at most ${limit.days} were allowed when it was issued`;
  },
};
