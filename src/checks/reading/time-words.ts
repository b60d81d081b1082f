import { spanText } from '../../core/text/time-text.ts';
import { utcText } from '../../core/text/utc-text.ts';

export const dayMs = 86_400_000;

/** "Tue 24 Nov 2026, 14:05 UTC": an answer shows it in the zone of who reads. */
export function momentText(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'an unreadable date' : utcText(at);
}

/** "6 days", "30 hours", "12 minutes": the length, whichever its sign. */
export function lengthText(lengthMs: number): string {
  return spanText(Math.abs(lengthMs)) ?? 'less than a minute';
}
