import type { Rule } from '../rule.ts';

export const subjectKeyId: Rule = {
  id: 'rfc5280/subject-key-id',
  citation: 'RFC 5280 §4.2.1.2',
  weight: 'refuse',
  judge({ basicConstraints, subjectKeyId }) {
    if (basicConstraints?.ca !== true || subjectKeyId !== null) return null;
    return 'a CA certificate has no subjectKeyIdentifier';
  },
};
