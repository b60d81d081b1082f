import type { Wish } from './depth.ts';
import { type Blame, type Finding, isBad, severities } from './finding.ts';
import { depthOf } from './layer.ts';
import type { Baseline, Change } from './past/snapshot.ts';
import type { ProbeResult } from './probe.ts';
import type { Target } from './target.ts';
import type { RenewalWindow } from './watch/renewal/renewal.ts';

export const verdicts = ['healthy', 'degraded', 'broken', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** The leaf a diagnosis saw, in the few words the watch list and the outbox need. */
export type SeenCertificate = {
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** When its CA wants it renewed; left out when the CA did not say. */
  readonly renewalWindow?: RenewalWindow;
  readonly issuer: string;
  /** Organization of the issuer; left out where it names none. */
  readonly authority?: string;
  readonly names: readonly string[];
  /** "ec", "rsa": certificates of different kinds stand side by side and replace nothing; left out: not known. */
  readonly keyType?: string;
  /** Addresses that served it, as `ip:port`. */
  readonly addresses: readonly string[];
};

export type Diagnosis = {
  readonly target: Target;
  /** What was asked for beyond the usual ladder; asking again asks for it again. */
  readonly wishes: readonly Wish[];
  readonly at: Date;
  readonly elapsedMs: number;
  readonly verdict: Verdict;
  readonly blame: Blame;
  readonly rootCause: Finding | null;
  /** Worst severity first, then the lowest layer: the order of telling. */
  readonly findings: readonly Finding[];
  readonly results: readonly ProbeResult[];
  readonly certificates: readonly SeenCertificate[];
  /**
   * TCP connect and, where the target speaks TLS, the handshake after it, at the address that was quickest: neither lookups
   * nor waiting for a turn. Left out: none got that far.
   */
  readonly connectMs?: number;
  /** The name of the place that looked; "here" unless it was given one. */
  readonly from: string;
  /** What `changes` are counted from: the last look at which all was well, else the last look; null: none is known. */
  readonly baseline: Baseline | null;
  readonly changes: readonly Change[];
};

/**
 * The worst finding of the lowest broken layer; `vantage` outranks all. A fatal one goes before an error of a lower
 * layer: what breaks every client is the cause, even if one address more is down or a renewal is late beside it.
 */
export function rootCauseOf(findings: readonly Finding[]): Finding | null {
  return findings.filter((finding) => isBad(finding.severity)).toSorted(byTelling)[0] ?? null;
}

/**
 * Broken: clients cannot work. Degraded: some clients fail or will soon. Unknown: we could not look, because of
 * us or because the run ended early; never shown as healthy.
 */
export function verdictOf(findings: readonly Finding[], results: readonly ProbeResult[]): Verdict {
  const cause = rootCauseOf(findings);
  if (cause !== null && isOurs(cause)) return 'unknown';
  if (findings.some((finding) => finding.severity === 'fatal')) return 'broken';
  if (results.some((result) => result.status === 'failed') && cause === null) return 'unknown';
  return cause === null ? 'healthy' : 'degraded';
}

/**
 * What a broken vantage saw is hearsay: where our own connection is the cause, nothing else that is bad is told, so that
 * nobody else is blamed. Warnings and notices stand.
 */
export function withoutHearsay(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(isBadVantage)) return findings;
  return findings.filter((finding) => isBadVantage(finding) || !isBad(finding.severity));
}

/**
 * Why what was seen must raise no alarm and is not to be remembered: our own connection is at fault, or somebody on our
 * side showed us certificates of his own. Null: it was a sound look.
 */
export function ownFaultIn({ findings }: Pick<Diagnosis, 'findings'>): Finding | null {
  return findings.find((finding) => isBadVantage(finding) || finding.id === 'vantage/intercepted') ?? null;
}

/** We could not or may not look: this says nothing about the target, and must not page its owner. */
function isOurs({ layer, blame }: Finding): boolean {
  return layer === 'vantage' || layer === 'target' || blame === 'our-vantage' || blame === 'our-trust-store';
}

export function byTelling(one: Finding, other: Finding): number {
  const vantage = Number(isBadVantage(other)) - Number(isBadVantage(one));
  if (vantage !== 0) return vantage;
  const severity = severities.indexOf(one.severity) - severities.indexOf(other.severity);
  return severity === 0 ? depthOf(one.layer) - depthOf(other.layer) : severity;
}

function isBadVantage({ layer, severity }: Finding): boolean {
  return layer === 'vantage' && isBad(severity);
}
