import type { Depth } from './depth.ts';
import type { Blame } from './finding.ts';
import type { Layer } from './layer.ts';
import type { Target } from './target.ts';

/** Outcome of `run`: what was learned, or what was learned on the way to a dead end. */
export type ProbeOutcome<Facts> =
  | { readonly status: 'ok'; readonly facts: Facts }
  | {
      readonly status: 'failed';
      readonly code: string;
      readonly message: string;
      readonly blame: Blame;
      readonly facts?: Facts;
    }
  /** `applicable` false: says nothing about such a target. True: it would have, and `because` (a probe) came first. */
  | { readonly status: 'skipped'; readonly because: string; readonly applicable: boolean };

/**
 * A probe is `ok` when it learned something and the layers above have ground to stand on, `failed` when they
 * have not; a failed probe may still carry facts, and checks judge those. Skipped is never a verdict.
 */
export type ProbeResult<Facts = unknown> = {
  readonly probe: string;
  readonly layer: Layer;
  readonly elapsedMs: number;
} & ProbeOutcome<Facts>;

// biome-ignore lint/suspicious/noExplicitAny: `unknown` would refuse every real probe here, facts being contravariant in `run`.
export type AnyProbe = Probe<any, any, any, any, any>;
export type ProbeRecord = Readonly<Record<string, AnyProbe>>;

export type FactsOf<P> =
  P extends Probe<infer Facts, infer _Needs, infer _Context, infer _MayNeed, infer _After> ? Facts : never;
export type FactsOfAll<R extends ProbeRecord> = { readonly [K in keyof R]: FactsOf<R[K]> };

/** Facts, or null where the probe is not applicable to the target. */
export type MaybeFactsOfAll<R extends ProbeRecord> = { readonly [K in keyof R]: FactsOf<R[K]> | null };

/** The whole result, however it ended. */
export type ResultsOfAll<R extends ProbeRecord> = { readonly [K in keyof R]: ProbeResult<FactsOf<R[K]>> };

/**
 * One thing looked at. `needs` names the probes whose facts it stands on: all of them must be `ok`, else this
 * one is skipped because of the first that was not. `Context` carries the services (network, clock, stores).
 * A probe in `mayNeed` must be `ok` as well, unless it is not applicable to the target. One in `after` is waited for
 * and its result handed over whatever it was: for a probe that looks closer at what broke.
 */
export type Probe<
  Facts,
  Needs extends ProbeRecord,
  Context,
  MayNeed extends ProbeRecord = ProbeRecord,
  After extends ProbeRecord = ProbeRecord,
> = {
  readonly name: string;
  readonly layer: Layer;
  /** Its line in the ladder and the layers whose findings mark it; `always` false: only when one of them is bad. */
  readonly rung: { readonly label: string; readonly covers: readonly Layer[]; readonly always: boolean };
  readonly needs: Needs;
  readonly mayNeed?: MayNeed;
  readonly after?: After;
  /** The depths at which it runs; left out: those that reach its layer. */
  readonly only?: readonly Depth[];
  /** Own deadline in milliseconds, inside the deadline of the whole diagnosis. */
  readonly deadlineMs: number;
  /** Why this probe says nothing about such a target; null when it does. */
  notApplicable?(target: Target): string | null;
  /** The value on its line, in a few words: "2 addresses", "TLS 1.3, X25519". */
  describe(facts: Facts, target: Target): string;
  /** When what its value shows ends, said behind it: the certificate that ends first. */
  endsAt?(facts: Facts): Date | null;
  /** True when it looked and could not tell: its line is then marked as unknown, and never as good. */
  isUnsure?(facts: Facts): boolean;
  run(
    target: Target,
    given: FactsOfAll<Needs> & MaybeFactsOfAll<MayNeed> & ResultsOfAll<After>,
    context: Context,
  ): Promise<ProbeOutcome<Facts>>;
};

export function learned<Facts>(facts: Facts): ProbeOutcome<Facts> {
  return { status: 'ok', facts };
}

export function deadEnd<Facts>(
  code: string,
  message: string,
  blame: Blame,
  facts?: Facts,
): ProbeOutcome<Facts> {
  return { status: 'failed', code, message, blame, ...(facts === undefined ? {} : { facts }) };
}

/** Nothing to say about this target as things stand, and no loss: the ladder does not show it. */
export function notAsked(because: string): Extract<ProbeOutcome<never>, { readonly status: 'skipped' }> {
  return { status: 'skipped', because, applicable: false };
}
