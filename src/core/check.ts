import { type Finding, type FindingPage, layerOf, type Observation } from './finding.ts';
import type { FactsOfAll, ProbeRecord, ProbeResult } from './probe.ts';
import type { Target } from './target.ts';

export type Judgement = { readonly target: Target; readonly now: Date };

/** A rule as written: a page about itself, the probes it reads, and a pure judge. */
export type CheckDefinition<Reads extends ProbeRecord> = FindingPage & {
  readonly reads: Reads;
  judge(facts: FactsOfAll<Reads>, judgement: Judgement): readonly Observation[];
};

/** A rule as the engine sees it. */
export type Check = {
  readonly page: FindingPage;
  readonly reads: readonly string[];
  /** Nothing at all when one of the facts it reads is missing: "not applicable" is not "pass". */
  apply(results: ReadonlyMap<string, ProbeResult>, judgement: Judgement): readonly Finding[];
};

export function defineCheck<const Reads extends ProbeRecord>(definition: CheckDefinition<Reads>): Check {
  const { reads, judge, ...page } = definition;
  return {
    page,
    reads: Object.values(reads).map((probe) => probe.name),
    apply(results, judgement) {
      const facts = factsFor(reads, results);
      if (facts === null) return [];
      return judge(facts, judgement).map((observation) => findingFrom(page, observation));
    },
  };
}

function factsFor<Reads extends ProbeRecord>(
  reads: Reads,
  results: ReadonlyMap<string, ProbeResult>,
): FactsOfAll<Reads> | null {
  const facts: Record<string, unknown> = {};
  for (const [key, probe] of Object.entries(reads)) {
    const result = results.get(probe.name);
    if (result === undefined || result.status === 'skipped' || result.facts === undefined) return null;
    facts[key] = result.facts;
  }
  return facts as FactsOfAll<Reads>;
}

function findingFrom(page: FindingPage, observation: Observation): Finding {
  return {
    id: page.id,
    layer: layerOf(page.id),
    severity: observation.severity ?? page.severity,
    blame: observation.blame ?? page.blame,
    title: observation.title ?? page.title,
    explanation: observation.explanation ?? page.explanation,
    evidence: observation.evidence,
    fix: observation.fix ?? page.fix,
    reproduce: observation.reproduce ?? null,
    citation: page.citation,
  };
}
