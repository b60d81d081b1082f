/** What a clock on the wall shows, month and day counted from 1. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

const minuteMs = 60_000;

/**
 * The moment at which the clocks of a zone show it. An hour that a change of clocks leaves out is taken as the one after
 * it, of an hour that comes twice the first.
 */
export function momentOf(wall: WallTime, zone: string): Date {
  const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  // The offsets before and after whatever change may lie there.
  const [before, after] = [shown - 86_400_000, shown + 86_400_000].map((at) => offsetMs(new Date(at), zone));
  const candidates = [before ?? 0, after ?? 0].map((offset) => shown - offset);
  const exact = candidates.filter((at) => at + offsetMs(new Date(at), zone) === shown);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

/** How far the clocks of a zone are ahead of UTC at a moment, to the minute. */
export function offsetMs(at: Date, zone: string): number {
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return shown - Math.floor(at.getTime() / minuteMs) * minuteMs;
}
