import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';

export type CommonClock = {
  now(): Date;
  /** From then on it goes by what `read` tells, as soon as that can be read. */
  follow(read: () => Promise<Date>): Promise<void>;
  stop(): void;
};

export type CommonClockOptions = {
  readonly own: () => Date;
  /** Milliseconds that passed, which no setting of a clock changes. */
  readonly stopwatch: () => number;
  readonly log: Log;
  readonly everyMs?: number;
};

/** Quartz drifts by less than a millisecond in that time. */
const usualEveryMs = 30_000;
/** Less is nothing to mend. */
const strangeMs = 5000;

/**
 * The clock of this machine until there is a database that several share, and then that of the database: slots, leases and ages
 * mean the same to all of them, though a machine's clock be an hour off or jump.
 */
export function createCommonClock({
  own,
  stopwatch,
  log,
  everyMs = usualEveryMs,
}: CommonClockOptions): CommonClock {
  let anchor: { readonly at: number; readonly on: number } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let wasStrange = false;

  const now = () => (anchor === null ? own() : new Date(anchor.at + stopwatch() - anchor.on));

  async function look(read: () => Promise<Date>): Promise<void> {
    const asked = stopwatch();
    const told = await read();
    const answered = stopwatch();
    anchor = { at: told.getTime(), on: (asked + answered) / 2 };
    const aheadMs = own().getTime() - now().getTime();
    const isStrange = Math.abs(aheadMs) > strangeMs;
    if (isStrange && !wasStrange) {
      log.warn(
        { aheadMs },
        "the clock of this machine is not the database's, which is gone by: set it right (NTP)",
      );
    }
    wasStrange = isStrange;
  }

  return {
    now,
    async follow(read) {
      clearInterval(timer);
      const problem = 'the clock of the database cannot be read just now';
      timer = setInterval(() => {
        look(read).catch((thrown: unknown) => log.debug({ reason: reasonOf(thrown) }, problem));
      }, everyMs).unref();
      await look(read).catch((thrown: unknown) => log.warn({ reason: reasonOf(thrown) }, problem));
    },
    stop: () => clearInterval(timer),
  };
}
