import { spanText } from '../../core/text/time-text.ts';

export const dayMs = 86_400_000;

/** "2026-11-24 14:05 UTC": sorts, and reads the same everywhere. */
export function momentText(at: Date): string {
  return Number.isNaN(at.getTime())
    ? 'an unreadable date'
    : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** "6 days", "30 hours", "12 minutes": the length, whichever its sign. */
export function lengthText(lengthMs: number): string {
  return spanText(Math.abs(lengthMs)) ?? 'less than a minute';
}
