import type { Rule } from '../rule.ts';

/** Every fault that the reader found and that the RFC forbids in so many words. */
export const sound: Rule = {
  id: 'rfc5280/sound',
  citation: 'RFC 5280 §4',
  judge({ problems }, _place, standards) {
    const counted = problems.filter((problem) => !(standards.includes('baseline') && isWaived(problem)));
    return counted[0] ?? null;
  },
};

/** CA/B BR 7.1.2.10.8 lets nameConstraints be non-critical, for the sake of old clients. */
function isWaived(problem: string): boolean {
  return problem.startsWith('nameConstraints is not marked critical');
}
