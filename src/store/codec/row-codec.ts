import type { Verdict } from '../../core/diagnosis.ts';
import type { Mention, Place, PlatformName } from '../../core/people.ts';
import { parseTarget, type Target, targetUrl } from '../../core/target.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import { overloadedId } from '../../core/vantage/standstill.ts';
import type { Condition } from '../../core/watch/alarm/condition.ts';
import type { DigestSchedule } from '../../core/watch/digest.ts';
import type { Endpoint, Sighting, WatchedCertificate } from '../../core/watch/endpoint.ts';
import type { Conversation, QueuedNotification, Recipient } from '../../core/watch/notification.ts';
import type { RenewalWindow } from '../../core/watch/renewal/renewal.ts';
import type { DigestTable, EndpointTable, NotificationTable, SightingTable } from '../schema.ts';
import { eventFrom } from './event-codec.ts';
import { conditionsFrom, servedFrom } from './incident-codec.ts';
import { isMention, isRecipient } from './kept-message.ts';
import { decodeMessage } from './message-codec.ts';
import { muteFrom } from './mute-codec.ts';

/** A row as it comes back. `Generated` columns are plain numbers then. */
export type NotificationRow = Omit<NotificationTable, 'seq' | 'event'> & {
  seq: number;
  event: string | null;
};

/** A fragment, which no target has: looks with another certificate of ours are another endpoint. */
export const clientMark = '#client=';

export function targetFrom({ url, address }: Pick<EndpointTable, 'url' | 'address'>): Target {
  const [plain = url, client = null] = url.split(clientMark);
  return parseTarget(plain, address === '' ? null : address, client);
}

export function targetKey(target: Target): Pick<EndpointTable, 'url' | 'address'> {
  const shown = target.client === null ? '' : `${clientMark}${target.client}`;
  return { url: targetUrl(target) + shown, address: target.address ?? '' };
}

/** One text per place to talk in: what order, leases and refusals are kept by. */
export function destinationOf(to: Recipient): string {
  if (to.kind === 'person') return JSON.stringify(['person', to.who.platform, to.who.kind, to.who.id]);
  return JSON.stringify(['place', to.place.platform, to.place.channel, to.place.thread ?? '']);
}

export function endpointFrom(row: EndpointTable): Endpoint {
  const muted = muteFrom(row.muted);
  return {
    id: row.id,
    target: targetFrom(row),
    home: JSON.parse(row.home) as Place,
    owners: JSON.parse(row.owners) as Mention[],
    labels: JSON.parse(row.labels) as Record<string, string>,
    addedBy: row.added_by,
    addedAt: new Date(row.added_at),
    ...(row.added_id === '' ? {} : { addedId: row.added_id }),
    ...(row.origin === 'file' ? { origin: 'file' as const } : {}),
    ...(muted === null ? {} : { muted }),
  };
}

export function sightingRow(sighting: Sighting): Omit<SightingTable, 'turns_at'> {
  const { certificate } = sighting;
  return {
    endpoint_id: sighting.endpointId,
    at: sighting.at.getTime(),
    verdict: sighting.verdict,
    root_cause: sighting.rootCause,
    reason: sighting.reason,
    fingerprint256: certificate?.fingerprint256 ?? null,
    not_before: certificate?.notBefore.getTime() ?? null,
    not_after: certificate?.notAfter.getTime() ?? null,
    renewal_window: certificate?.renewalWindow === undefined ? null : windowText(certificate.renewalWindow),
    issuer: certificate?.issuer ?? null,
    names: certificate === null ? null : JSON.stringify(certificate.names),
    certificate_seen_at: sighting.certificateSeenAt?.getTime() ?? null,
    served: JSON.stringify(sighting.served),
    conditions: JSON.stringify(sighting.conditions),
    doubtful: wantsLookSoon(sighting) ? 1 : 0,
  };
}

export function sightingFrom(row: Omit<SightingTable, 'turns_at'>): Sighting {
  return {
    endpointId: row.endpoint_id,
    at: new Date(row.at),
    verdict: row.verdict as Verdict,
    rootCause: row.root_cause,
    reason: row.reason,
    certificate: certificateFrom(row),
    certificateSeenAt: row.certificate_seen_at === null ? null : new Date(row.certificate_seen_at),
    served: servedFrom(row.served),
    conditions: conditionsFrom(row.conditions),
  };
}

function wantsLookSoon({ conditions, rootCause }: Sighting): boolean {
  return rootCause === overloadedId || conditions.some(isDoubtful);
}

/** Seen and not certain yet, or certain and not seen the last time. */
function isDoubtful({ bad, good, confirmedAt }: Condition): boolean {
  return confirmedAt === null ? bad > 0 : good > 0;
}

function certificateFrom(row: Omit<SightingTable, 'turns_at'>): WatchedCertificate | null {
  if (row.fingerprint256 === null || row.not_before === null || row.not_after === null) return null;
  return {
    fingerprint256: row.fingerprint256,
    notBefore: new Date(row.not_before),
    notAfter: new Date(row.not_after),
    ...(row.renewal_window === null ? {} : { renewalWindow: windowFrom(row.renewal_window) }),
    issuer: row.issuer ?? '',
    names: row.names === null ? [] : (JSON.parse(row.names) as string[]),
  };
}

function windowText({ start, end, source, explanationUrl }: RenewalWindow): string {
  return JSON.stringify({ start: start.getTime(), end: end.getTime(), source, explanationUrl });
}

type StoredWindow = Pick<RenewalWindow, 'source' | 'explanationUrl'> & {
  readonly start: number;
  readonly end: number;
};

export function windowFrom(text: string): RenewalWindow {
  const { start, end, source, explanationUrl } = JSON.parse(text) as StoredWindow;
  return { start: new Date(start), end: new Date(end), source, explanationUrl };
}

/** Null: for whom it is cannot be read, of a row that is damaged or another version's. */
export function queuedFrom(row: NotificationRow, head: string | null): QueuedNotification | null {
  const to = jsonOrNull(row.recipient);
  if (!isRecipient(to)) return null;
  const fallback = jsonOrNull(row.fallback);
  return {
    key: row.key,
    to,
    message: decodeMessage(row.message),
    fallback: Array.isArray(fallback) ? fallback.filter(isMention) : [],
    endpointId: row.endpoint_id,
    ...(row.conversation === null || !isAct(row.act)
      ? {}
      : { conversation: { id: row.conversation, act: row.act } }),
    ...eventFrom(row.event),
    head,
    attempts: row.attempts,
    queuedAt: new Date(row.queued_at),
    nextAttemptAt: new Date(row.next_attempt_at),
  };
}

function isAct(act: string | null): act is Conversation['act'] {
  return ['open', 'reply', 'announce', 'edit'].includes(act ?? '');
}

export function placeKey(place: Place): Pick<DigestTable, 'platform' | 'channel' | 'thread'> {
  return { platform: place.platform, channel: place.channel, thread: place.thread ?? '' };
}

export function digestFrom(row: DigestTable): DigestSchedule {
  const place = { platform: row.platform as PlatformName, channel: row.channel };
  return {
    place: row.thread === '' ? place : { ...place, thread: row.thread },
    cron: row.cron,
    zone: row.zone,
    setBy: row.set_by,
  };
}
