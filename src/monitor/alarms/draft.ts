import { alarmHookEvent, alarmKey, hookEventOf } from '../../core/hook/alarm.ts';
import type { HookEvent } from '../../core/hook/event.ts';
import { personJson } from '../../core/hook/parts.ts';
import { mentionKey } from '../../core/message/calls.ts';
import type { Mention, Place } from '../../core/people.ts';
import type { IncidentEvent } from '../../core/watch/alarm/event.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Rung } from '../../core/watch/alarm/ladder.ts';
import type { Conversation, Notification } from '../../core/watch/notification.ts';
import { alarmEvent } from '../../views/alarm/event.ts';
import { alarmHead } from '../../views/alarm/head.ts';
import { tellsTheSame } from './tells-the-same.ts';

/** An incident on its way to its next version, with what is said about the way. */
export type Draft = { readonly incident: Incident; readonly said: readonly Saying[] };

export type Saying =
  | { readonly kind: 'head'; readonly called: readonly Mention[] }
  /** `key`: what happened, within the incident. */
  | {
      readonly kind: 'event';
      readonly act: 'reply' | 'announce';
      readonly event: IncidentEvent;
      readonly key: string;
    }
  | { readonly kind: 'direct'; readonly who: Mention; readonly rung: Rung; readonly key: string }
  | { readonly kind: 'elsewhere'; readonly place: Place; readonly key: string };

export function saying(draft: Draft, ...more: readonly Saying[]): Draft {
  return { ...draft, said: [...draft.said, ...more] };
}

export function sayingEvent(draft: Draft, event: IncidentEvent, key: string): Draft {
  return saying(draft, { kind: 'event', act: 'reply', event, key: `event:${key}` });
}

export function changed(draft: Draft, change: Partial<Incident>): Draft {
  return { ...draft, incident: { ...draft.incident, ...change } };
}

/**
 * The words of a draft, in the order of saying, all of the incident as it ends up; the head is rewritten last when it
 * would read differently.
 */
export function worded({ incident, said }: Draft, before: Incident | null, now: Date): Notification[] {
  const notifications = said.map((one) => withEvent(wordedOne(one, incident, now), one, incident, now));
  if (before === null || tellsTheSame(before, incident)) return notifications;
  const key = `edit:${incident.version + 1}`;
  const edit = inConversation(incident, 'edit', key, alarmHead(incident, { called: [], now }));
  // What was said tells programs how it is now.
  if (notifications.some(({ event }) => event !== undefined)) return [...notifications, edit];
  return [...notifications, { ...edit, event: hookEventOf(incident, 'alarm.updated', {}, now) }];
}

/** The same for programs, where it is one event of the alarm and not one more reader. */
function withEvent(worded: Notification, one: Saying, incident: Incident, now: Date): Notification {
  const event = eventOf(one, incident, now);
  return event === null ? worded : { ...worded, event };
}

function eventOf(one: Saying, incident: Incident, now: Date): HookEvent | null {
  switch (one.kind) {
    case 'head':
      return hookEventOf(incident, 'alarm.opened', { called: one.called.map(personJson) }, now);
    case 'event':
      return alarmHookEvent(incident, one.event, now);
    case 'direct':
      return alarmHookEvent(incident, { kind: 'called', rung: one.rung, who: [one.who] }, now);
    case 'elsewhere':
      // The event that comes with it tells the others.
      return one.place.platform === 'webhook'
        ? hookEventOf(incident, 'alarm.called', { rung: 3, who: [] }, now)
        : null;
  }
}

function wordedOne(one: Saying, incident: Incident, now: Date): Notification {
  switch (one.kind) {
    case 'head':
      return inConversation(incident, 'open', 'open', alarmHead(incident, { called: one.called, now }));
    case 'event':
      return {
        ...inConversation(incident, one.act, one.key, alarmEvent(incident, one.event)),
        fallback: behind(incident, one.event),
      };
    case 'direct':
      return {
        key: alarmKey(incident, `${one.key}:${mentionKey(one.who)}`),
        to: { kind: 'person', who: one.who },
        message: alarmEvent(incident, { kind: 'called', rung: one.rung, who: [one.who] }),
        fallback: [],
        endpointId: endpointOf(incident),
      };
    case 'elsewhere':
      return {
        key: alarmKey(incident, one.key),
        to: { kind: 'place', place: one.place },
        message: alarmHead(incident, { called: [], now }),
        fallback: [],
        endpointId: endpointOf(incident),
      };
  }
}

function inConversation(
  incident: Incident,
  act: Conversation['act'],
  key: string,
  message: Notification['message'],
): Notification {
  return {
    key: alarmKey(incident, key),
    to: { kind: 'place', place: incident.home },
    message,
    // Where the place is gone, all of the conversation goes to them, or its end would never be heard of.
    fallback: incident.owners,
    endpointId: endpointOf(incident),
    conversation: { id: incident.id, act },
  };
}

/** Whoever is called by it besides, or a place that is gone would keep it from them. */
function behind({ owners }: Incident, event: IncidentEvent): readonly Mention[] {
  if (event.kind !== 'called') return owners;
  const known = new Set(owners.map(mentionKey));
  return [...owners, ...event.who.filter((who) => !known.has(mentionKey(who)))];
}

/** Under which endpoint the watch list tells that a message did not arrive. */
function endpointOf({ told }: Incident): string | null {
  return told.endpoints[0]?.endpointId ?? null;
}
