import type { Diagnosis } from './diagnosis.ts';
import type { Finding } from './finding.ts';
import type { ProbeResult } from './probe.ts';
import { type Json, jsonOf } from './text/json.ts';
import { isCompared } from './vantages/as-diagnosis.ts';
import type { Comparison } from './vantages/compare.ts';
import type { Voice } from './vantages/sight.ts';

/**
 * The stable form of a diagnosis for scripts: `docs/diagnosis.schema.json` describes it. A key that is here stays;
 * what is inside `facts` belongs to its probe and may grow.
 */
export function diagnosisJson(diagnosis: Diagnosis): Json {
  const { target, from, at, verdict, blame, rootCause, findings, baseline, changes, results } = diagnosis;
  return {
    target: jsonOf(target),
    from,
    at: jsonOf(at),
    verdict,
    blame,
    rootCause: rootCause?.id ?? null,
    findings: findings.map(findingJson),
    baseline: jsonOf(baseline),
    changes: changes.map(jsonOf),
    results: results.map(resultJson),
    ...(isCompared(diagnosis) ? { comparison: comparisonJson(diagnosis.comparison) } : {}),
  };
}

function comparisonJson({ kind, headline, meaning, failsFrom, worksFrom, voices }: Comparison): Json {
  return { kind, headline, meaning, failsFrom, worksFrom, vantages: voices.map(voiceJson) };
}

function voiceJson(voice: Voice): Json {
  switch (voice.kind) {
    case 'silent':
      return { vantage: voice.vantage, state: 'silent', waitedMs: voice.waitedMs, taken: voice.taken };
    case 'refused':
      return { vantage: voice.vantage, state: 'refused', reason: voice.reason };
    case 'saw': {
      const { findings, rungs: _rungs, troubles: _troubles, ...sight } = voice.sight;
      return {
        state: 'saw',
        ...(jsonOf(sight) as Record<string, Json>),
        findings: findings.map(findingJson),
      };
    }
  }
}

function findingJson(finding: Finding): Json {
  const { id, layer, severity, title, explanation, evidence, fix, reproduce, citation } = finding;
  return {
    id,
    layer,
    severity,
    title,
    explanation,
    evidence: evidence.map(({ label, value }) => ({ label, value })),
    fix,
    reproduce,
    citation,
  };
}

function resultJson(result: ProbeResult): Json {
  const { probe, layer, status, elapsedMs } = result;
  const common = { probe, layer, status, elapsedMs };
  switch (result.status) {
    case 'ok':
      return { ...common, facts: jsonOf(result.facts) };
    case 'failed': {
      const { code, message, blame } = result;
      const failure = { code, message, blame };
      return result.facts === undefined
        ? { ...common, failure }
        : { ...common, failure, facts: jsonOf(result.facts) };
    }
    case 'skipped': {
      const { because, applicable } = result;
      return { ...common, skipped: { because, applicable } };
    }
  }
}

/** Whether a message's record is a diagnosis: the one record with a form of its own. */
export function isDiagnosis(record: unknown): record is Diagnosis {
  if (typeof record !== 'object' || record === null) return false;
  return ['target', 'verdict', 'rootCause', 'findings', 'results'].every((key) => key in record);
}

/** What `--json` prints for the record of a message. */
export function recordJson(record: unknown): Json {
  return isDiagnosis(record) ? diagnosisJson(record) : jsonOf(record);
}
