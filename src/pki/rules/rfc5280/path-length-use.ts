import type { Rule } from '../rule.ts';

export const pathLengthUse: Rule = {
  id: 'rfc5280/path-length-use',
  citation: 'RFC 5280 §4.2.1.9',
  weight: 'refuse',
  judge({ basicConstraints, keyUsage }) {
    if (basicConstraints === null || basicConstraints.pathLength === null || keyUsage === null) return null;
    return keyUsage.includes('keyCertSign')
      ? null
      : 'it limits the length of paths and may not sign certificates (pathLenConstraint without keyCertSign)';
  },
};
