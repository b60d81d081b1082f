import { shorten } from '../../core/text/shorten.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { type AuditEntry, ourselves } from '../../core/watch/audit.ts';

const longestName = 100;

/** What is kept of an alarm that opens or ends without anybody's doing; null: it only goes on. */
export function auditOfOwn(incident: Incident, now: Date): AuditEntry | null {
  const did = change(incident, now);
  if (did === null) return null;
  const { id, told, state, end, home } = incident;
  const how = end === null ? state : end;
  const words = `${shorten(told.name, longestName)}: ${how} (${id})`;
  return { at: now, who: ourselves, did: `alarm ${did}`, to: `alarm:${id}`, words, place: home };
}

function change({ version, endedAt }: Incident, now: Date): 'raised' | 'ended' | null {
  if (endedAt === null) return version === 0 ? 'raised' : null;
  return endedAt.getTime() === now.getTime() ? 'ended' : null;
}
