import type { Verdict } from '../../../core/diagnosis.ts';
import { relativeText } from '../../../core/text/time-text.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import type { Seen } from '../formats/seen.ts';

/** What of a look is compared with the next one. */
export type Standing = {
  readonly verdict: Verdict;
  readonly cause: string | null;
  /** Stable where the words of a cause are not: they may hold a count. */
  readonly causeId: string;
  readonly certificates: string;
  readonly at: Date;
};

export function standingOf({ verdict, cause, diagnosis }: Seen, at: Date): Standing {
  const prints = diagnosis?.certificates.map(({ fingerprint256 }) => fingerprint256).toSorted() ?? [];
  const warnings =
    diagnosis?.findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id) ?? [];
  const causeId = diagnosis?.rootCause?.id ?? (diagnosis === null ? (cause ?? '') : warnings.join(' '));
  return { verdict, cause, causeId, certificates: prints.join(' '), at };
}

/** What is different now, in one line without its target; null: nothing is. `before` null: the first look. */
export function changeText(before: Standing | null, now: Standing, ends: Date | null): string | null {
  const state = now.cause === null ? now.verdict : `${now.verdict}: ${visibleLine(now.cause)}`;
  if (before === null) return state;
  if (before.verdict !== now.verdict) return `${before.verdict} -> ${state}`;
  if (before.causeId !== now.causeId)
    return now.cause === null ? `${now.verdict}, no more warnings` : `still ${state}`;
  // What was not seen is no change.
  if (before.certificates === now.certificates || before.certificates === '' || now.certificates === '')
    return null;
  return `${now.verdict}, another certificate${ends === null ? '' : `, which ends ${relativeText(ends, now.at)}`}`;
}
