import { type Blame, type Finding, isBad, severities } from './finding.ts';
import { depthOf } from './layer.ts';
import type { ProbeResult } from './probe.ts';
import type { Target } from './target.ts';

export const verdicts = ['healthy', 'degraded', 'broken', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** The leaf a diagnosis saw, in the few words the watch list and the outbox need. */
export type SeenCertificate = {
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly issuer: string;
  readonly names: readonly string[];
  /** Addresses that served it, as `ip:port`. */
  readonly addresses: readonly string[];
};

export type Diagnosis = {
  readonly target: Target;
  readonly at: Date;
  readonly elapsedMs: number;
  readonly verdict: Verdict;
  readonly blame: Blame;
  readonly rootCause: Finding | null;
  /** Worst layer first, then worst severity: the order of telling. */
  readonly findings: readonly Finding[];
  readonly results: readonly ProbeResult[];
  readonly certificates: readonly SeenCertificate[];
};

/** Worst finding of the lowest layer that has an `error` or `fatal`; `vantage` is the lowest of all. */
export function rootCauseOf(findings: readonly Finding[]): Finding | null {
  return findings.filter((finding) => isBad(finding.severity)).toSorted(byTelling)[0] ?? null;
}

/**
 * Broken: clients cannot work. Degraded: some clients fail or will soon. Unknown: we could not look, because of
 * us or because the run ended early; never shown as healthy.
 */
export function verdictOf(findings: readonly Finding[], results: readonly ProbeResult[]): Verdict {
  const cause = rootCauseOf(findings);
  if (cause !== null && (cause.layer === 'vantage' || cause.layer === 'target')) return 'unknown';
  if (findings.some((finding) => finding.severity === 'fatal')) return 'broken';
  if (results.some((result) => result.status === 'failed') && cause === null) return 'unknown';
  return cause === null ? 'healthy' : 'degraded';
}

export function byTelling(one: Finding, other: Finding): number {
  const bad = Number(isBad(other.severity)) - Number(isBad(one.severity));
  if (bad !== 0) return bad;
  const layer = depthOf(one.layer) - depthOf(other.layer);
  if (layer !== 0) return layer;
  return severities.indexOf(one.severity) - severities.indexOf(other.severity);
}
