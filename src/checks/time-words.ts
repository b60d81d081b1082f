const minuteMs = 60_000;
const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** "2026-11-24 14:05 UTC": sorts, and reads the same everywhere. */
export function momentText(at: Date): string {
  return Number.isNaN(at.getTime())
    ? 'an unreadable date'
    : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** "6 days", "30 hours", "12 minutes": rounded down, in the unit that still tells something. */
export function lengthText(lengthMs: number): string {
  const ms = Math.abs(lengthMs);
  if (ms >= 2 * dayMs) return counted(ms / dayMs, 'day');
  if (ms >= 2 * hourMs) return counted(ms / hourMs, 'hour');
  if (ms >= minuteMs) return counted(ms / minuteMs, 'minute');
  return counted(ms / 1000, 'second');
}

function counted(amount: number, unit: string): string {
  const whole = Math.floor(amount);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
