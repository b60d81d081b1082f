import type { Certificate } from '../certificate/certificate.ts';
import type { GeneralName } from '../names/names-der.ts';
import { constrainedNamesOf, constraintsOf } from './constrained-names.ts';
import { type Judgement, judgeName } from './name-in-subtree.ts';

/** Comparisons left in one path search: a hostile chain could ask for names times constraints times paths. */
export type ComparisonBudget = { left: number };

export const mostComparisons = 2 ** 20;

/**
 * Whether this CA's name constraints allow the names of a certificate below it (RFC 5280 §4.2.1.10). Names that are
 * not understood while a constraint of their kind stands count as refused, and so does a spent budget.
 */
export function allowsNames(authority: Certificate, below: Certificate, budget: ComparisonBudget): boolean {
  const constraints = constraintsOf(authority);
  if (constraints === null) return true;
  if (constraints === 'malformed') return false;
  const names = constrainedNamesOf(below);
  if (names === 'malformed') return false;
  const { permitted, excluded } = constraints;
  return names.every(
    (name) => isPermitted(name, permitted ?? [], budget) && !isExcluded(name, excluded ?? [], budget),
  );
}

/** Permitted when some subtree of its kind has it, or none is of its kind. */
function isPermitted(name: GeneralName, subtrees: readonly GeneralName[], budget: ComparisonBudget): boolean {
  let ofItsKind = false;
  for (const subtree of subtrees) {
    const judgement = compare(name, subtree, 'permitted', budget);
    if (judgement === 'inside') return true;
    if (judgement !== 'other-kind') ofItsKind = true;
  }
  return !ofItsKind;
}

function isExcluded(name: GeneralName, subtrees: readonly GeneralName[], budget: ComparisonBudget): boolean {
  return subtrees.some((subtree) => {
    const judgement = compare(name, subtree, 'excluded', budget);
    return judgement === 'inside' || judgement === 'not-understood';
  });
}

function compare(
  name: GeneralName,
  subtree: GeneralName,
  list: 'permitted' | 'excluded',
  budget: ComparisonBudget,
): Judgement {
  budget.left -= 1;
  return budget.left < 0 ? 'not-understood' : judgeName(name, subtree, list);
}
