import type { Diagnosis } from '../../core/diagnosis.ts';
import { factsOfProbe } from '../../core/facts-of.ts';
import type { ProbeFacts } from '../../probes/index.ts';

/** What one probe saw, by its name; null when it did not run or saw nothing. */
export type FactsOf = <Name extends keyof ProbeFacts>(probe: Name) => ProbeFacts[Name] | null;

export function factsIn({ results }: Pick<Diagnosis, 'results'>): FactsOf {
  return <Name extends keyof ProbeFacts>(probe: Name) =>
    (factsOfProbe(results, probe) ?? null) as ProbeFacts[Name] | null;
}
