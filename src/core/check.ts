import { type Finding, type FindingPage, layerOf, type Observation } from './finding.ts';
import type { FactsOfAll, MaybeFactsOfAll, ProbeRecord, ProbeResult } from './probe.ts';
import type { Target } from './target.ts';
import { shorten } from './text/shorten.ts';

export type Judgement = { readonly target: Target; readonly now: Date };

/** A rule as written: a page about itself, the probes it reads, and a pure judge. */
export type CheckDefinition<Reads extends ProbeRecord, MayRead extends ProbeRecord> = FindingPage & {
  readonly reads: Reads;
  /** Facts that help and may be missing: null then. */
  readonly mayRead?: MayRead;
  judge(facts: FactsOfAll<Reads> & MaybeFactsOfAll<MayRead>, judgement: Judgement): readonly Observation[];
};

/** A rule as the engine sees it. */
export type Check = {
  readonly page: FindingPage;
  readonly reads: readonly string[];
  /** Nothing at all when one of the facts it reads is missing: "not applicable" is not "pass". */
  apply(results: ReadonlyMap<string, ProbeResult>, judgement: Judgement): readonly Finding[];
};

// biome-ignore lint/complexity/noBannedTypes: `{}` is the record without keys that a rule without `mayRead` has.
export function defineCheck<const Reads extends ProbeRecord, const MayRead extends ProbeRecord = {}>(
  definition: CheckDefinition<Reads, MayRead>,
): Check {
  const { reads, mayRead, judge, ...page } = definition;
  // Every rule is asked at every look.
  const needed = namesIn(reads);
  const helpful = namesIn(mayRead ?? {});
  return {
    page,
    reads: needed.map(({ name }) => name),
    apply(results, judgement) {
      const facts: Record<string, unknown> = {};
      for (const { key, name } of needed) {
        const found = factsIn(results.get(name));
        if (found === null) return [];
        facts[key] = found;
      }
      for (const { key, name } of helpful) facts[key] = factsIn(results.get(name));
      const given = facts as FactsOfAll<Reads> & MaybeFactsOfAll<MayRead>;
      return judge(given, judgement).map((observation) => findingFrom(page, observation));
    },
  };
}

function namesIn(probes: ProbeRecord) {
  return Object.entries(probes).map(([key, { name }]) => ({ key, name }));
}

/** Facts of ok and failed results alike; null where there are none. */
function factsIn(result: ProbeResult | undefined): unknown {
  return result === undefined || result.status === 'skipped' ? null : (result.facts ?? null);
}

/** Titles and fixes quote names from certificates and redirects, which may be as long as their sender likes. */
const longestTitle = 300;
const longestFix = 1500;

function findingFrom(page: FindingPage, observation: Observation): Finding {
  return {
    id: page.id,
    layer: layerOf(page.id),
    severity: observation.severity ?? page.severity,
    blame: observation.blame ?? page.blame,
    title: shorten(observation.title ?? page.title, longestTitle),
    explanation: observation.explanation ?? page.explanation,
    evidence: observation.evidence,
    fix: shorten(observation.fix ?? page.fix, longestFix),
    reproduce: observation.reproduce ?? null,
    citation: page.citation,
  };
}
