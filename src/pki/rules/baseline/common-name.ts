import type { Rule } from '../rule.ts';

/** One value of the SAN, character for character; addresses in the one writing that the SAN's bytes have. */
export const commonName: Rule = {
  id: 'baseline/common-name',
  citation: 'CA/B BR 7.1.4.3',
  judge({ subject, names }, place) {
    if (place !== 'leaf' || subject.commonName === null || names === null) return null;
    const values = [...names.dns, ...names.ip];
    if (values.includes(subject.commonName)) return null;
    return `its common name ${JSON.stringify(subject.commonName.slice(0, 80))} is not one of the names in its SAN`;
  },
};
