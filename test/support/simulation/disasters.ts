import type { Span } from './fleet.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What goes wrong on our side over the time. All times are true ones, in ms since 1970. */
export type Disasters = {
  /** Our connection is down and we know it: every look blames ourselves. */
  readonly offline: readonly Span[];
  /** A part of the way is down and our own checks do not see it: a share of the listeners seems to be out of reach. */
  readonly halfBlind: readonly (Span & { readonly share: number })[];
  /** The clock of our machine is off by this much, and nothing tells us. */
  readonly clock: readonly (Span & { readonly offMs: number })[];
  /** A process is stopped in the middle of whatever it does, and started again at the end. */
  readonly stops: readonly (Span & { readonly process: number })[];
  /** The chat platform answers nothing but errors. */
  readonly chatDown: readonly Span[];
};

export function makeDisasters(begin: number, end: number, random: Random): Disasters {
  const days = (end - begin) / (24 * hourMs);
  const some = (perYear: number, least: number, most: number): readonly Span[] =>
    Array.from({ length: Math.max(1, Math.round((perYear * days) / 365)) }, () => {
      const from = random.between(begin + 24 * hourMs, end - 24 * hourMs);
      return { from, to: from + random.between(least, most) * hourMs };
    }).toSorted((one, other) => one.from - other.from);
  return {
    offline: some(12, 0.2, 12),
    halfBlind: some(6, 0.5, 10).map((span) => ({ ...span, share: random.between(0.15, 0.5) })),
    clock: some(8, 1, 12).map((span) => ({
      ...span,
      offMs: -random.pick([20 * minuteMs, hourMs, 5 * hourMs, 26 * hourMs]),
    })),
    stops: [0, 1].flatMap((process) => some(30, 0.05, 30).map((span) => ({ ...span, process }))),
    chatDown: some(8, 0.2, 3),
  };
}

export function during<S extends Span>(spans: readonly S[], at: number): S | null {
  return spans.find(({ from, to }) => from <= at && at < to) ?? null;
}

/** Every moment at which something begins or ends. */
export function turningPoints(disasters: Disasters): readonly number[] {
  return Object.values(disasters)
    .flatMap((spans: readonly Span[]) => spans.flatMap(({ from, to }) => [from, to]))
    .toSorted((one, other) => one - other);
}
