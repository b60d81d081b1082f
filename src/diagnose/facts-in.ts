import { factsOfProbe } from '../core/facts-of.ts';
import type { ProbeResult } from '../core/probe.ts';
import type { ProbeFacts } from '../probes/index.ts';

/** What the probe of that name saw; undefined when it did not run or saw nothing. */
export function factsIn<Name extends keyof ProbeFacts>(
  results: readonly ProbeResult[],
  probe: Name,
): ProbeFacts[Name] | undefined {
  return factsOfProbe(results, probe) as ProbeFacts[Name] | undefined;
}
