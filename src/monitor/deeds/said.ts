import { alarmHookEvent } from '../../core/hook/alarm.ts';
import type { IncidentEvent } from '../../core/watch/alarm/event.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Conversation, Notification } from '../../core/watch/notification.ts';
import { alarmEvent } from '../../views/alarm/event.ts';
import { alarmHead } from '../../views/alarm/head.ts';

/**
 * What a deed says: a line in the thread, and the head as it is now. `incident` is as it will be saved, so the next version
 * names both: a save that fails says nothing, and of two that race only one is.
 */
export function saidOf(incident: Incident, event: IncidentEvent, now: Date): readonly Notification[] {
  const version = incident.version + 1;
  return [
    eventNotification(incident, event, `${event.kind}:${version}`, now),
    part(incident, 'edit', `edit:${version}`, alarmHead(incident, { called: [], now })),
  ];
}

/** A line in the thread, and nothing else. */
export function eventNotification(
  incident: Incident,
  event: IncidentEvent,
  key: string,
  now: Date,
): Notification {
  const worded = part(incident, 'reply', `event:${key}`, alarmEvent(incident, event));
  const told = alarmHookEvent(incident, event, now);
  return told === null ? worded : { ...worded, event: told };
}

function part(
  incident: Incident,
  act: Conversation['act'],
  key: string,
  message: Notification['message'],
): Notification {
  return {
    key: `alarm:${incident.id}:${key}`,
    to: { kind: 'place', place: incident.home },
    message,
    fallback: incident.owners,
    endpointId: incident.told.endpoints[0]?.endpointId ?? null,
    conversation: { id: incident.id, act },
  };
}
