import type { Mention } from '../people.ts';
import type { Incident } from './alarm/incident.ts';
import type { DigestSchedule } from './digest.ts';
import type { WatchRow } from './endpoint.ts';
import type { WatchRule } from './policy/rule.ts';

/** Whose it is: a person, and the groups that they are in. */
export type HomeAsked = {
  readonly who: Mention;
  readonly groups: readonly Mention[];
  /** How many rows are passed over, and how many come at most. */
  readonly from: number;
  readonly limit: number;
};

/** What one person has to do with: theirs by their own name, by a group or by a rule. */
export type Home = {
  readonly who: Mention;
  /** Open ones, the worst first. */
  readonly alarms: readonly Incident[];
  /** A page of what they own, soonest notAfter first; those never seen last. */
  readonly rows: readonly WatchRow[];
  /** Where the page begins; never beyond the end. */
  readonly from: number;
  readonly owned: number;
  /** All that is watched, whoever owns it. */
  readonly watched: number;
  /** Of the places that their alarms go to. */
  readonly digests: readonly DigestSchedule[];
  readonly rules: readonly WatchRule[];
};
