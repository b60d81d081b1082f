import type { Rule } from '../rule.ts';

export const rootEku: Rule = {
  id: 'baseline/root-eku',
  citation: 'BR §7.1.2.1.2',
  weight: 'refuse',
  judge({ selfIssued, extendedKeyUsage }, place) {
    if (place !== 'anchor' || !selfIssued || extendedKeyUsage === null) return null;
    return 'a root limits its purposes (extendedKeyUsage)';
  },
};
