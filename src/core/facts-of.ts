import type { ProbeResult } from './probe.ts';

/** What one probe saw, broken or not; undefined when it did not run or saw nothing. */
export function factsOfProbe(results: readonly ProbeResult[], probe: string): unknown {
  const result = results.find((one) => one.probe === probe);
  return result === undefined || result.status === 'skipped' ? undefined : result.facts;
}
