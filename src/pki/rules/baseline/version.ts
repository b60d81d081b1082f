import type { Rule } from '../rule.ts';

export const version: Rule = {
  id: 'baseline/version',
  citation: 'BR §7.1.1',
  weight: 'refuse',
  judge(certificate) {
    return certificate.version === 3 ? null : `it is of version ${certificate.version}, not 3`;
  },
};
