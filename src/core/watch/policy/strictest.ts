import type { Policy } from './policy.ts';

/**
 * What counts for a certificate that several policies are about: the strictest word of each. It is renewed once for all
 * its endpoints, so whoever must know first decides for all; being told early harms nobody, being told late does.
 */
export function strictestPolicy(policies: readonly [Policy, ...Policy[]]): Policy {
  const [first] = policies;
  const shortest = (pause: 0 | 1 | 2) => Math.min(...policies.map(({ ladderMs }) => ladderMs[pause]));
  return {
    ...first,
    ladderMs: [shortest(0), shortest(1), shortest(2)],
    quiet: policies.some(({ quiet }) => quiet === null) ? null : first.quiet,
    oncall: policies.find(({ oncall }) => oncall !== null)?.oncall ?? null,
    alarmOnChange: policies.some(({ alarmOnChange }) => alarmOnChange),
  };
}
