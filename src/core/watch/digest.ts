import type { Place } from '../people.ts';

/** When a place gets its daily digest. */
export type DigestSchedule = {
  readonly place: Place;
  readonly hour: number;
  readonly minute: number;
  /** IANA name, for example "Europe/Berlin". */
  readonly zone: string;
  readonly setBy: string;
};
