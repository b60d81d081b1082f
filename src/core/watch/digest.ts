import type { Place } from '../people.ts';

/** When a place gets its digest. */
export type DigestSchedule = {
  readonly place: Place;
  /** Five fields in the wall clock of `zone`: minute, hour, day of month, month, day of week. At most hourly. */
  readonly cron: string;
  /** IANA name, for example "Europe/Berlin". */
  readonly zone: string;
  readonly setBy: string;
};
