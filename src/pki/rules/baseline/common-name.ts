import type { Rule } from '../rule.ts';

/** Told and not refused: no client looks at the CN, and a path is none the worse for it. */
export const commonName: Rule = {
  id: 'baseline/common-name',
  citation: 'BR §7.1.4.3',
  weight: 'tell',
  judge({ subject, names, basicConstraints }, place) {
    if (place !== 'leaf' || subject.commonName === null || names === null) return null;
    if (basicConstraints?.ca === true || [...names.dns, ...names.ip].includes(subject.commonName))
      return null;
    return `its common name ${JSON.stringify(subject.commonName.slice(0, 80))} is not one of the names in its SAN`;
  },
};
