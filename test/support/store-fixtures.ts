import { type Message, text } from '../../src/core/message.ts';
import type { Mention, Place } from '../../src/core/people.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { NewEndpoint, Sighting, WatchedCertificate } from '../../src/core/watch/endpoint.ts';
import type { Notification } from '../../src/core/watch/notification.ts';

export const noon = new Date('2026-09-21T12:00:00.000Z');
export const dayMs = 86_400_000;
export const ops: Place = { platform: 'slack', channel: 'C0OPS' };
export const alice: Mention = { platform: 'slack', kind: 'user', id: 'U01ALICE', name: 'Alice' };
export const bob: Mention = { platform: 'slack', kind: 'user', id: 'U02BOB', name: 'Bob' };
export const oncall: Mention = { platform: 'slack', kind: 'group', id: 'S01ONCALL', name: 'payments-oncall' };

export function after(ms: number, from: Date = noon): Date {
  return new Date(from.getTime() + ms);
}

export function newEndpoint(typed: string, change: Partial<NewEndpoint> = {}): NewEndpoint {
  return {
    target: parseTarget(typed),
    home: ops,
    owners: [alice],
    labels: {},
    addedBy: 'Alice',
    ...change,
  };
}

/** A certificate of 90 days with `leftMs` to live at noon. */
export function certificateEnding(leftMs: number, fingerprint256 = 'ab'.repeat(32)): WatchedCertificate {
  const notAfter = after(leftMs);
  return {
    fingerprint256,
    notBefore: after(-90 * dayMs, notAfter),
    notAfter,
    issuer: 'Test CA',
    names: ['pay.example.com'],
  };
}

export function sightingOf(endpointId: string, change: Partial<Sighting> = {}): Sighting {
  return {
    endpointId,
    at: noon,
    verdict: 'healthy',
    rootCause: null,
    reason: null,
    certificate: certificateEnding(60 * dayMs),
    certificateSeenAt: noon,
    served: [],
    conditions: [],
    ...change,
  };
}

export function messageSaying(summary: string): Message {
  return { tone: 'neutral', title: [text(summary)], blocks: [], summary };
}

export function notificationOf(key: string, change: Partial<Notification> = {}): Notification {
  return {
    key,
    to: { kind: 'place', place: ops },
    message: messageSaying(key),
    fallback: [],
    endpointId: null,
    ...change,
  };
}
