import type { Place } from '../people.ts';
import type { Json } from '../text/json.ts';
import type { IncidentEvent } from '../watch/alarm/event.ts';
import type { Incident, ToldCertificate, ToldEndpoint } from '../watch/alarm/incident.ts';
import type { HookData, HookEvent, HookEventType } from './event.ts';
import { momentJson, namesJson, personJson, placeJson, safeWords, withoutQuery } from './parts.ts';

/** An alarm with what just happened to it; null: that is for readers of its thread only. */
export function alarmHookEvent(incident: Incident, event: IncidentEvent, at: Date): HookEvent | null {
  const told = wordsOf(event);
  return told === null ? null : hookEventOf(incident, told.type, told.data, at);
}

/** `extra`: what is to be said of the event beside the alarm as it is now. */
export function hookEventOf(
  incident: Incident,
  type: HookEventType,
  extra: HookData,
  at: Date,
  places: readonly Place[] = [],
): HookEvent {
  const { home, told } = incident;
  return {
    type,
    at,
    data: { alarm: alarmJson(incident), ...extra },
    about: {
      since: alarmKey(incident, 'open'),
      places: [home, ...places],
      endpointIds: told.endpoints.map(({ endpointId }) => endpointId),
    },
  };
}

/** What is said of an alarm has a key of its own each time, `open` the first. */
export function alarmKey({ id }: Pick<Incident, 'id'>, key: string): string {
  return `alarm:${id}:${key}`;
}

type Told = { readonly type: HookEventType; readonly data: HookData };

function wordsOf(event: IncidentEvent): Told | null {
  switch (event.kind) {
    case 'details':
      return null;
    case 'worsened':
      return { type: 'alarm.worsened', data: { from: event.from, to: event.to } };
    case 'called':
      return { type: 'alarm.called', data: { rung: event.rung, who: event.who.map(personJson) } };
    case 'owner-gone':
      return {
        type: 'alarm.owner_gone',
        data: { who: personJson(event.who), instead: event.instead.map(personJson) },
      };
    case 'acknowledged':
      return { type: 'alarm.acknowledged', data: heldJson(event) };
    case 'acknowledgement-lapsed':
      return {
        type: 'alarm.acknowledgement_lapsed',
        data: { by: personJson(event.by), because: event.because },
      };
    case 'released':
      return { type: 'alarm.released', data: { by: personJson(event.by) } };
    case 'snoozed':
      return { type: 'alarm.snoozed', data: { by: personJson(event.by), until: momentJson(event.until) } };
    case 'muted':
      return { type: 'alarm.muted', data: heldJson(event) };
    case 'unmuted': {
      const { because } = event;
      const data =
        typeof because === 'string' ? { because } : { because: 'person', by: personJson(because.by) };
      return { type: 'alarm.unmuted', data };
    }
    case 'reassigned':
      return {
        type: 'alarm.reassigned',
        data: { by: personJson(event.by), owners: event.owners.map(personJson) },
      };
    case 'renewal-seen':
      return {
        type: 'alarm.renewal_seen',
        data: {
          renewed: event.renewed,
          still: event.still.map(endpointJson),
          notAfter: momentJson(event.notAfter),
        },
      };
    case 'rechecked':
      return {
        type: 'alarm.rechecked',
        data: { by: personJson(event.by), healthy: event.healthy, still: event.still.map(endpointJson) },
      };
    case 'flapping':
      return { type: 'alarm.flapping', data: { turns: event.turns, sinceMs: event.sinceMs } };
    case 'ended':
      return { type: 'alarm.ended', data: { end: event.end, lastedMs: event.lastedMs } };
  }
}

function heldJson({
  by,
  until,
  reason,
}: Extract<IncidentEvent, { kind: 'acknowledged' | 'muted' }>): HookData {
  return { by: personJson(by), until: momentJson(until), reason };
}

function alarmJson(incident: Incident): Json {
  const { told, acknowledged, muted } = incident;
  const urls = told.endpoints.map(({ url }) => url);
  return {
    id: incident.id,
    problem: incident.problem,
    state: incident.state,
    openedAt: momentJson(incident.openedAt),
    stateAt: momentJson(incident.stateAt),
    endedAt: momentJson(incident.endedAt),
    place: placeJson(incident.home),
    owners: incident.owners.map(personJson),
    acknowledged: acknowledged && heldJson({ kind: 'acknowledged', ...acknowledged }),
    snoozedUntil: momentJson(incident.snoozedUntil),
    mutedUntil: momentJson(muted?.until),
    flapping: incident.flapping,
    name: withoutQuery(told.name),
    endpoints: told.endpoints.map(endpointJson),
    moreEndpoints: told.more,
    certificate: told.certificate && certificateJson(told.certificate),
    cause: told.cause && {
      finding: told.cause.id,
      title: safeWords(told.cause.title, urls),
      fix: told.cause.fix == null ? null : safeWords(told.cause.fix, urls),
      blame: told.cause.blame,
    },
    obstacles: told.obstacles.map((words) => safeWords(words, urls)),
    newer: told.newer === null ? null : safeWords(told.newer, urls),
  };
}

function endpointJson({ endpointId, name, url, address, affected }: ToldEndpoint): Json {
  return { id: endpointId, name: withoutQuery(name), url: withoutQuery(url), address, affected };
}

function certificateJson(certificate: ToldCertificate): Json {
  const { fingerprint256, names, issuer, notBefore, notAfter, renewalWindow } = certificate;
  return {
    fingerprint256,
    names: namesJson(names),
    issuer,
    notBefore: momentJson(notBefore),
    notAfter: momentJson(notAfter),
    renewalWindow:
      renewalWindow === undefined
        ? null
        : {
            start: momentJson(renewalWindow.start),
            end: momentJson(renewalWindow.end),
            source: renewalWindow.source,
          },
  };
}
