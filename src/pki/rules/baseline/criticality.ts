import { criticalityCodes } from '../rfc5280/sound.ts';
import type { Rule } from '../rule.ts';

/** The RFC wants these marked too; PKITS has valid paths where they are not, and a verifier that reads them is safe. */
export const criticality: Rule = {
  id: 'baseline/criticality',
  citation: 'BR §7.1.2',
  weight: 'refuse',
  judge({ faults }) {
    const counted = faults.find(({ weight, code }) => weight === 'refuse' && criticalityCodes.has(code));
    return counted === undefined ? null : `${counted.text} (${counted.citation})`;
  },
};
