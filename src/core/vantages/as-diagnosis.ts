import type { Diagnosis } from '../diagnosis.ts';
import type { Finding } from '../finding.ts';
import type { Target } from '../target.ts';
import type { Comparison } from './compare.ts';
import type { Sight } from './sight.ts';

/** A diagnosis from several places: what they make of it together, with what each of them saw beside it. */
export type ComparedDiagnosis = Diagnosis & { readonly comparison: Comparison };

export type Asked = Pick<Diagnosis, 'wishes' | 'at' | 'elapsedMs'> & { readonly target: Target };

/** So that whatever reads diagnoses (reports, tables, exit codes) reads these as well. */
export function comparedDiagnosis(comparison: Comparison, asked: Asked): ComparedDiagnosis {
  const { voices, verdict, blame, cause } = comparison;
  const sights = voices.flatMap((voice) => (voice.kind === 'saw' ? [voice.sight] : []));
  const quickest = Math.min(...sights.flatMap(({ connectMs }) => connectMs ?? []));
  const told = cause === null ? null : { ...cause, blame };
  return {
    ...asked,
    verdict,
    blame,
    rootCause: told,
    findings: findingsOf(sights, told),
    results: [],
    certificates: certificatesOf(sights),
    ...(Number.isFinite(quickest) ? { connectMs: quickest } : {}),
    from: voices.map(({ vantage }) => vantage).join(', '),
    baseline: null,
    changes: [],
    comparison,
  };
}

/** The cause first; each rule speaks once, for the first place that it spoke of. */
function findingsOf(sights: readonly Sight[], cause: Finding | null): readonly Finding[] {
  const found = new Map<string, Finding>();
  if (cause !== null) found.set(cause.id, cause);
  for (const finding of sights.flatMap(({ findings }) => findings)) {
    if (!found.has(finding.id)) found.set(finding.id, finding);
  }
  return [...found.values()];
}

function certificatesOf(sights: readonly Sight[]): Diagnosis['certificates'] {
  const found = new Map<string, Diagnosis['certificates'][number]>();
  for (const one of sights.flatMap(({ certificates }) => certificates)) {
    const known = found.get(one.fingerprint256);
    const addresses = [...new Set([...(known?.addresses ?? []), ...one.addresses])];
    found.set(one.fingerprint256, { ...one, addresses });
  }
  return [...found.values()];
}

/** Whether a diagnosis is from several places. */
export function isCompared(diagnosis: Diagnosis): diagnosis is ComparedDiagnosis {
  return 'comparison' in diagnosis;
}
