import type { Condition } from '../../core/watch/alarm/condition.ts';

/** Turns that count: three times confirmed and twice over within six hours is no accident. */
export const flappingWindowMs = 6 * 3_600_000;
const flappingTurns = 5;
/** So long without a turn it has settled, whichever way. */
const quietMs = 2 * 3_600_000;

type Turns = Pick<Condition, 'turns'>;

/** Whether a trouble comes and goes: said once, and held open until `isQuietAgain`. */
export function isFlapping({ turns }: Turns, now: Date): boolean {
  return turns.filter((turn) => ageMs(turn, now) < flappingWindowMs).length >= flappingTurns;
}

export function isQuietAgain({ turns }: Turns, now: Date): boolean {
  return turns.every((turn) => ageMs(turn, now) >= quietMs);
}

/** A clock that was set back makes nothing younger than now. */
function ageMs(turn: Date, now: Date): number {
  return Math.max(0, now.getTime() - turn.getTime());
}
