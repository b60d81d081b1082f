import { isCritical } from '../../certificate/extension-value.ts';
import { extensionOids } from '../../certificate/object-identifiers.ts';
import type { Rule } from '../rule.ts';

export const sanCriticality: Rule = {
  id: 'baseline/san-criticality',
  citation: 'BR §7.1.2.7.12',
  weight: 'refuse',
  judge(certificate, place) {
    if (place !== 'leaf' || certificate.subject.text === '') return null;
    return isCritical(certificate, extensionOids.subjectAltName)
      ? 'its SAN is critical although it has a subject'
      : null;
  },
};
