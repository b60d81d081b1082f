import type { Rule } from '../rule.ts';

/** An extension that is processed does the same unmarked: such a fault hurts only readers that do not know it. */
export const criticalityCodes: ReadonlySet<string> = new Set([
  'basic-constraints-not-critical',
  'extension-not-critical',
  'name-constraints-not-critical',
]);

/** Every fault that the reader found and that a MUST forbids. */
export const sound: Rule = {
  id: 'rfc5280/sound',
  citation: 'RFC 5280 §4',
  weight: 'refuse',
  judge({ faults }) {
    const counted = faults.find(({ weight, code }) => weight === 'refuse' && !criticalityCodes.has(code));
    return counted === undefined ? null : `${counted.text} (${counted.citation})`;
  },
};
