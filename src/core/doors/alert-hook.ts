/** An alert of somebody else's alerting, as it came in. All texts are bounded, and strangers'. */
export type ForeignAlert = {
  readonly source: 'Alertmanager' | 'Grafana';
  /** Same for the same alert, whenever it fires. */
  readonly fingerprint: string;
  readonly state: 'firing' | 'resolved';
  readonly name: string;
  readonly severity: string | null;
  /** Summary or description, in one line; null: none. */
  readonly summary: string | null;
  readonly startsAt: Date;
  /** What to diagnose; null: no label names anything. */
  readonly instance: string | null;
};

/**
 * `queued`: an answer will be posted. `known`: it was before. `unasked`: resolved, and its firing was never answered.
 * `unreadable`: the instance is no target; `reason` says why.
 */
export type AlertOutcome =
  | { readonly kind: 'queued' | 'known' | 'unasked' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export type AlertHook = {
  /** Whoever has it may send alerts. */
  readonly secret: string;
  /** Rejects when the signal is aborted before there was an answer. */
  answer(alert: ForeignAlert, signal: AbortSignal): Promise<AlertOutcome>;
};
