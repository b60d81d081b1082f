import type { Verdict } from '../diagnosis.ts';
import type { Change } from './snapshot.ts';

/**
 * Looks in a row that said the same of one endpoint. What a look saw stands until the next one, unless that came too late:
 * `until` is that moment, and `lastAt` itself where nobody looked for long. Only [from, until) counts; the rest of time
 * nobody knows.
 */
export type LookRun = {
  /** `unknown`: we could not judge. */
  readonly verdict: Verdict;
  readonly rootCause: string | null;
  /** As the first of these looks put it. */
  readonly reason: string | null;
  readonly leaf: PastLeaf | null;
  readonly from: Date;
  readonly lastAt: Date;
  readonly until: Date;
  readonly looks: number;
};

export type PastLeaf = {
  readonly fingerprint256: string;
  readonly notAfter: Date;
  readonly issuer: string;
};

export type PastState = Pick<LookRun, 'verdict' | 'rootCause' | 'reason'>;

/** What changed from one sound look to the next; looks that could not judge stand between without a word. */
export type PastChange = { readonly at: Date } & (
  | { readonly what: 'verdict'; readonly before: PastState; readonly now: PastState }
  /** `before` null: none was seen until then. */
  | { readonly what: 'certificate'; readonly before: PastLeaf | null; readonly now: PastLeaf }
  /** What else a diagnosis sees: TLS version, ALPN, HTTP status, aliases, name servers. */
  | { readonly what: 'observed'; readonly changes: readonly Change[] }
);

/** Milliseconds by what was known of them. */
export type Spent = Readonly<Record<Verdict, number>>;

/** Days in a row with the same totals. `day` counts days of 24 hours since 1970, as UTC has them. */
export type DayRun = { readonly day: number; readonly days: number; readonly spent: Spent };

export const nothingSpent: Spent = { healthy: 0, degraded: 0, broken: 0, unknown: 0 };

export function addSpent(one: Spent, other: Spent): Spent {
  return {
    healthy: one.healthy + other.healthy,
    degraded: one.degraded + other.degraded,
    broken: one.broken + other.broken,
    unknown: one.unknown + other.unknown,
  };
}
