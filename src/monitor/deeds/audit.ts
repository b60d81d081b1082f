import type { Mention } from '../../core/people.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { IncidentEvent } from '../../core/watch/alarm/event.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { AuditEntry } from '../../core/watch/audit.ts';

const longestReason = 300;

/** What is kept of a deed. `did` names the command that does it. */
export function auditOf(incident: Incident, by: Mention, event: IncidentEvent, now: Date): AuditEntry {
  const { did, words } = deedWords(event);
  const name = shorten(incident.told.name, 100);
  return { at: now, who: by, did, to: incident.id, words: `${name} (${incident.state}): ${words}` };
}

function deedWords(event: IncidentEvent): { readonly did: string; readonly words: string } {
  switch (event.kind) {
    case 'acknowledged': {
      const end = event.until === null ? '' : ` until ${event.until.toISOString()}`;
      const why = event.reason === null ? '' : `: ${shorten(event.reason, longestReason)}`;
      return { did: 'alarm on-it', words: `on it${end}${why}` };
    }
    case 'released':
      return { did: 'alarm hand-back', words: 'handed it back' };
    case 'snoozed':
      return { did: 'alarm snooze', words: `muted until ${event.until.toISOString()}` };
    case 'reassigned': {
      const owners = event.owners.map(({ name }) => shorten(name, 60)).join(', ');
      return { did: 'alarm owner', words: `given to ${owners}` };
    }
    case 'rechecked':
      return {
        did: 'alarm renewed',
        words: `looked again: ${event.healthy} in order, ${event.still.length} not`,
      };
    default:
      return { did: `alarm ${event.kind}`, words: event.kind };
  }
}
