export type Turns = {
  /** Takes the next turn at each, and says how many milliseconds to wait for the latest of them. */
  reserve(ips: readonly string[]): number;
  /** Takes a turn at each where that is possible at once; else takes none. */
  takeAll(ips: readonly string[]): boolean;
};

/** What had a rest needs no entry. */
const mostKept = 50_000;

/** `perSecond` turns a second at each address, and so many at once after a rest (GCRA: one moment for each is all that is kept). */
export function createTurns(perSecond: number, stopwatch: () => number): Turns {
  const everyMs = 1000 / perSecond;
  const atOnceMs = (perSecond - 1) * everyMs;
  /** When an address will have had its rest. */
  const restedAt = new Map<string, number>();
  let tidyFrom = mostKept;

  const waitFor = (ip: string, now: number) => Math.max(0, (restedAt.get(ip) ?? now) - atOnceMs - now);

  function take(ip: string, now: number): void {
    restedAt.set(ip, Math.max(now, restedAt.get(ip) ?? now) + everyMs);
    if (restedAt.size <= tidyFrom) return;
    for (const [address, at] of restedAt) if (at <= now) restedAt.delete(address);
    tidyFrom = Math.max(mostKept, 2 * restedAt.size);
  }

  return {
    reserve(ips) {
      const now = stopwatch();
      const waitMs = Math.max(0, ...ips.map((ip) => waitFor(ip, now)));
      for (const ip of ips) take(ip, now);
      return waitMs;
    },
    takeAll(ips) {
      const now = stopwatch();
      if (ips.some((ip) => waitFor(ip, now) > 0)) return false;
      for (const ip of ips) take(ip, now);
      return true;
    },
  };
}
