import type { Verdict } from './diagnosis.ts';
import type { OutboxTally } from './store/delivery.ts';
import type { AlarmState, Problem } from './watch/alarm/problem.ts';
import type { RenewalState } from './watch/renewal/renewal.ts';

/** What there is to know of a running Notafter from outside: for metrics and readiness, never for people. */
export type Operations = {
  readonly build: { readonly version: string; readonly node: string; readonly vantage: string };
  /** Since when this process runs. */
  readonly startedAt: Date;
  /** Read from the store, at most every few seconds however often it is asked for. Rejects when the store does not answer. */
  pulse(): Promise<Pulse>;
  /** Rejects when the store does not answer. */
  askStore(): Promise<void>;
  /** Of the processes that live on the store, what each does; null: no others can be. */
  readonly members?: (() => Promise<readonly (readonly string[])[]>) | null;
  platforms(): readonly PlatformState[];
  /** When the clock was last seen to jump, by its own word, and by how much; null: never. Left out: nobody looks. */
  clockJump?(): { readonly to: Date; readonly byMs: number } | null;
  /** Resolves to null where it is not there, or did not answer in time. Null: this process has none to have. */
  readonly worker: (() => Promise<WorkerPulse | null>) | null;
};

/** `off`: no token for it is set. `standing-by`: another process is connected, and this one follows it. */
export type PlatformState = {
  readonly name: string;
  readonly state: 'connected' | 'disconnected' | 'not-working' | 'off' | 'standing-by';
};

/** What the watch worker did since it was started. */
export type WorkerPulse = {
  readonly looks: Readonly<Record<Verdict, number>>;
  /** The longest that its event loop was held up since it was asked last. */
  readonly longestStallMs: number;
};

export type Pulse = {
  readonly at: Date;
  /** By what the last look said; `unseen`: nobody looked yet. */
  readonly endpoints: Readonly<Record<Verdict | 'unseen', number>>;
  readonly muted: number;
  /** Endpoints by where the certificate stands that was seen there last. */
  readonly certificates: Readonly<Record<RenewalState, number>>;
  /** Those whose certificates end first, soonest first, so many as were asked for; each URL once. */
  readonly soonest: readonly PulseLine[];
  /** How many endpoints are not among `soonest`. */
  readonly leftOut: number;
  /** Open ones. */
  readonly alarms: readonly {
    readonly problem: Problem;
    readonly state: AlarmState;
    readonly count: number;
  }[];
  readonly outbox: readonly OutboxTally[];
  readonly digestSentAt: Date | null;
  /** Rows that could not be read when they were last looked for. */
  readonly damagedRows: number;
  /** Processes that live on this store, by what they do and from where; `vantage` empty: it has no name. */
  readonly members: readonly { readonly role: string; readonly vantage: string; readonly count: number }[];
  /** By how much the endpoint that nobody looked at for longest is late; 0: none is. */
  readonly sweepLagMs: number;
};

export type PulseLine = {
  /** Without query: that may hold a secret of somebody's. */
  readonly target: string;
  readonly address: string | null;
  readonly verdict: Verdict;
  readonly notAfter: Date | null;
};
