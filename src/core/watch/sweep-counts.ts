import type { Verdict } from '../diagnosis.ts';

/** `unknown` counts what could not be looked at, faults of our own included. `pinged`: alarms raised. */
export type SweepCounts = Readonly<Record<'looked' | Verdict | 'pinged', number>>;

export const noCounts: SweepCounts = {
  looked: 0,
  healthy: 0,
  degraded: 0,
  broken: 0,
  unknown: 0,
  pinged: 0,
};

export function addCounts(one: SweepCounts, other: SweepCounts): SweepCounts {
  return {
    looked: one.looked + other.looked,
    healthy: one.healthy + other.healthy,
    degraded: one.degraded + other.degraded,
    broken: one.broken + other.broken,
    unknown: one.unknown + other.unknown,
    pinged: one.pinged + other.pinged,
  };
}
