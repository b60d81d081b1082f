import { checks } from '../../../src/checks/index.ts';
import type { Finding, FindingId } from '../../../src/core/finding.ts';
import type { ProbeResult } from '../../../src/core/probe.ts';
import { parseTarget, type Target } from '../../../src/core/target.ts';
import { probes } from '../../../src/probes/index.ts';
import { host, now } from './certificate-facts.ts';
import type { AllFacts } from './probe-facts.ts';

export const usualTarget = parseTarget(`https://${host}`);

/** What all rules say of these facts; a part left out is a probe that was not run. */
export function judge(facts: AllFacts, target: Target = usualTarget): readonly Finding[] {
  const results = new Map<string, ProbeResult>();
  for (const { name, layer } of probes) {
    const seen = facts[name as keyof AllFacts];
    if (seen !== undefined)
      results.set(name, { probe: name, layer, status: 'ok', elapsedMs: 1, facts: seen });
  }
  return checks.flatMap((check) => check.apply(results, { target, now }));
}

export function idsOf(findings: readonly Finding[]): readonly FindingId[] {
  return findings.map(({ id }) => id);
}

/** One rule shown twice: facts it tells about, and near ones it says nothing about. */
export type RuleRow = {
  readonly id: FindingId;
  readonly when: string;
  readonly facts: AllFacts;
  readonly title: RegExp;
  /** Text that a reader must find in the evidence. */
  readonly evidence?: readonly string[];
  /** Part of the command; null: none is offered. */
  readonly reproduce: string | null;
  readonly severity: Finding['severity'];
  readonly silentWhen: string;
  readonly silent: AllFacts;
  readonly target?: Target;
};
