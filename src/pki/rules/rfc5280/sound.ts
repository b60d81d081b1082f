import type { Rule } from '../rule.ts';

/** Every fault that the reader found and that a MUST forbids; nameConstraints need not be critical under the BR. */
export const sound: Rule = {
  id: 'rfc5280/sound',
  citation: 'RFC 5280 §4',
  weight: 'refuse',
  judge({ faults }, _place, standards) {
    const counted = faults.find(
      ({ weight, code }) =>
        weight === 'refuse' || (code === 'name-constraints-not-critical' && !standards.includes('baseline')),
    );
    return counted === undefined ? null : `${counted.text} (${counted.citation})`;
  },
};
