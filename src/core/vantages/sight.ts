import type { SeenCertificate, Verdict } from '../diagnosis.ts';
import type { Blame, Finding } from '../finding.ts';
import type { Rung } from '../message.ts';
import type { Trouble } from '../watch/alarm/problem.ts';

/** What one vantage saw of a target: of its diagnosis what can be compared and shown elsewhere, without the facts behind it. */
export type Sight = {
  /** As the place calls itself. */
  readonly vantage: string;
  readonly version: string;
  readonly at: Date;
  readonly elapsedMs: number;
  readonly verdict: Verdict;
  readonly blame: Blame;
  /** Id of the finding that is the cause; null: there is none. */
  readonly rootCause: string | null;
  /** Why it is no better than it is, in one sentence; null: all is well. */
  readonly reason: string | null;
  /** In the order of telling. */
  readonly findings: readonly Finding[];
  readonly dialled: readonly Dialled[];
  readonly certificates: readonly SeenCertificate[];
  /** See `Diagnosis.connectMs`. */
  readonly connectMs: number | null;
  readonly rungs: readonly Rung[];
  /** The troubles that a watch would count; null: it was no sound look, and tells nothing about the target. */
  readonly troubles: readonly SightTrouble[] | null;
};

/** `outcome`: "open", "no answer", "refused" and so on. */
export type Dialled = { readonly address: string; readonly outcome: string };

export type SightTrouble = { readonly trouble: Trouble; readonly title: string };

/** How a vantage answered, or did not. */
export type Voice =
  | { readonly kind: 'saw'; readonly vantage: string; readonly sight: Sight }
  /** Nobody there answered in time; `taken`: somebody had begun to look. */
  | { readonly kind: 'silent'; readonly vantage: string; readonly waitedMs: number; readonly taken: boolean }
  /** It would not or could not look, or its answer cannot be read here; `reason` is a sentence. */
  | { readonly kind: 'refused'; readonly vantage: string; readonly reason: string };

/** How it stands with one vantage while others are waited for. */
export type Waiting = { readonly vantage: string; readonly taken: boolean; readonly voice: Voice | null };

/** Its cause as a finding; null: there is none. */
export function causeOf({ rootCause, findings }: Sight): Finding | null {
  return findings.find(({ id }) => id === rootCause) ?? null;
}

/** Whether it says something about the target: a place whose own connection is at fault does not. */
export function isSound({ verdict, troubles }: Sight): boolean {
  return verdict !== 'unknown' && troubles !== null;
}

export function leavesOf({ certificates }: Sight): readonly string[] {
  return [...new Set(certificates.map(({ fingerprint256 }) => fingerprint256))].toSorted();
}

export function addressesOf({ dialled, certificates }: Sight): readonly string[] {
  const all = [...dialled.map(({ address }) => address), ...certificates.flatMap((one) => one.addresses)];
  return [...new Set(all)];
}
