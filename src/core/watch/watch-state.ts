import type { Verdict } from '../diagnosis.ts';
import type { RenewalState } from './renewal/renewal.ts';

/** How a watched endpoint stands in one word, the one that needs somebody soonest first. */
export const watchStates = [
  'expired',
  'failing',
  'critical',
  'overdue',
  'unclear',
  'due',
  'degraded',
  'new',
  'fine',
] as const;
export type WatchState = (typeof watchStates)[number];

/** `verdict` null: nobody looked yet; `renewal` null: no certificate is known. */
export function watchStateOf(verdict: Verdict | null, renewal: RenewalState | null): WatchState {
  if (verdict === null) return 'new';
  if (renewal === 'expired') return 'expired';
  if (verdict === 'broken') return 'failing';
  if (renewal === 'critical' || renewal === 'overdue') return renewal;
  if (verdict === 'unknown') return 'unclear';
  if (renewal === 'due') return 'due';
  return verdict === 'degraded' ? 'degraded' : 'fine';
}

/** Whether somebody has to do something about it now. */
export function needsSomebody(state: WatchState): boolean {
  return watchStates.indexOf(state) <= watchStates.indexOf('overdue');
}
