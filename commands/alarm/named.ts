import { UserError } from '../../src/core/errors.ts';
import type { Option, Values } from '../../src/core/option.ts';
import type { Caller, Place } from '../../src/core/people.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { typedWord } from '../../src/core/text/typed-word.ts';
import type { Incident } from '../../src/core/watch/alarm/incident.ts';
import type { Clock } from './moment.ts';

export const idOption = {
  name: 'id',
  kind: 'text',
  summary: 'which alarm; its first characters are enough',
  required: true,
  positional: true,
  example: 'k3n9',
} as const satisfies Option;

/** The alarm that the options name. */
export async function named(
  { id = '' }: Values,
  caller: Caller,
  { alarms }: CommandServices,
): Promise<Incident> {
  const incident = await alarms.find(id.trim(), placeOf(caller));
  if (incident === null) throw unknownAlarm(id);
  return incident;
}

export function unknownAlarm(id: string): UserError {
  return new UserError(
    `There is no open alarm "${typedWord(id.trim(), 40)}" here. /alarm list shows those there are.`,
  );
}

/** Whose alarms somebody is shown: those of their channel; on the console and in a shell all. */
export function placeOf({ place }: Caller): Place | null {
  return place.platform === 'console' || place.platform === 'terminal' ? null : place;
}

export function clockOf(caller: Caller, { now, zone }: CommandServices): Clock {
  return { now: now(), zone: caller.zone ?? zone };
}
