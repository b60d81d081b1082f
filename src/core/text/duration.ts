import { UserError } from '../errors.ts';

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** "90s", "15m", "12h", "30d", "2w" to milliseconds. "500ms" and "2 months" are no minutes, and refused. */
export function parseDuration(typed: string): number {
  const match = /^(\d{1,9})\s*([shdw]|m(?!s$|o))[a-z]*$/i.exec(typed.trim());
  const unit = match?.[2]?.toLowerCase() as keyof typeof unitMs | undefined;
  if (match === null || unit === undefined || Number(match[1]) === 0) {
    throw new UserError(`"${typed.slice(0, 40)}" is not a length of time. Try 30d, 12h or 15m.`);
  }
  return Number(match[1]) * unitMs[unit];
}

/** "1 h", "15 min", "5 s": the largest unit that divides it evenly. */
export function durationText(ms: number): string {
  const units = [
    ['d', unitMs.d],
    ['h', unitMs.h],
    ['min', unitMs.m],
    ['s', unitMs.s],
  ] as const;
  for (const [name, size] of units) {
    if (ms >= size && ms % size === 0) return `${ms / size} ${name}`;
  }
  return `${ms} ms`;
}

/** "21 min 36 s", "2 d 3 h", "840 ms": the two largest units, cut and not rounded. */
export function lengthText(ms: number): string {
  if (ms < unitMs.s) return `${Math.floor(ms)} ms`;
  const units = [
    ['d', unitMs.d],
    ['h', unitMs.h],
    ['min', unitMs.m],
    ['s', unitMs.s],
  ] as const;
  const first = units.findIndex(([, size]) => ms >= size);
  let rest = ms;
  const parts = units.slice(first, first + 2).flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.join(' ');
}

/** The same for what may be something else: null where it is no duration. */
export function durationOrNull(typed: string): number | null {
  try {
    return parseDuration(typed);
  } catch (thrown) {
    if (thrown instanceof UserError) return null;
    throw thrown;
  }
}
