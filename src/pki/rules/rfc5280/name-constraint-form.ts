import { constraintsOf } from '../../constraints/constrained-names.ts';
import type { Rule } from '../rule.ts';

/** Host names carry no leading period there; it is widely issued, and every client takes it for "below this name". */
export const nameConstraintForm: Rule = {
  id: 'rfc5280/name-constraint-form',
  citation: 'RFC 5280 §4.2.1.10',
  weight: 'refuse',
  judge(certificate) {
    const constraints = constraintsOf(certificate);
    if (constraints === null || constraints === 'malformed') return null;
    const bases = [...(constraints.permitted ?? []), ...(constraints.excluded ?? [])];
    const dotted = bases.find((base) => base.kind === 'dns' && base.value.startsWith('.'));
    return dotted === undefined ? null : 'a constraint on host names starts with a period';
  },
};
