import { isDeepStrictEqual } from 'node:util';
import type { Incident } from '../../core/watch/alarm/incident.ts';

/** Whether two tell the same, but for when it was last seen. */
export function tellsTheSame(one: Incident, other: Incident): boolean {
  return isDeepStrictEqual(shown(one), shown(other));
}

function shown({ told, ladder, ...incident }: Incident): unknown {
  const certificate = told.certificate && { ...told.certificate, seenAt: null };
  const { version, nextAt, stateAt, renewalSeenAt, ...rest } = incident;
  return { ...rest, rung: ladder.rung, told: { ...told, certificate } };
}
