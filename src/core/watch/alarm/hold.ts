import type { Incident } from './incident.ts';

/** Nobody keeps an alarm quiet for longer than this with one word. */
export const longestHoldMs = 14 * 86_400_000;

/** Until when an alarm may be held at most: 14 days, and not past the end of a certificate that is about to end. */
export function latestHold({ problem, told }: Pick<Incident, 'problem' | 'told'>, now: Date): Date {
  const latest = now.getTime() + longestHoldMs;
  const end = told.certificate?.notAfter.getTime();
  if (problem !== 'lapse' || end === undefined || end <= now.getTime()) return new Date(latest);
  return new Date(Math.min(latest, end));
}
