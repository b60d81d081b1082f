import type { Standing } from './access/standing.ts';
import type { Caller, Mention, Place } from './people.ts';

/** Turns "@payments-oncall", "<@U01|bo>" and their kin into people, by asking the caller's platform. */
export type Directory = {
  resolveMentions(typed: string, caller: Caller): Promise<readonly Mention[]>;
  /** "#ops", "<#C01|ops>", "slack:C01", "console"; UserError when it names none. */
  resolvePlace(typed: string, caller: Caller): Promise<Place>;
  /** Who the caller is there. May reject as the platform does. */
  standingOf(caller: Caller): Promise<Standing>;
};
