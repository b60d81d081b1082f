import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Finding } from '../../../src/core/finding.ts';
import type { SnapshotPart } from '../../../src/core/past/snapshot.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { Follow } from '../../../src/core/watch/follow.ts';
import type { Notification } from '../../../src/core/watch/notification.ts';
import { newFollow } from '../../../src/monitor/follow/new-follow.ts';
import { nextFollow } from '../../../src/monitor/follow/next-follow.ts';
import type { FollowLook } from '../../../src/monitor/follow/sight.ts';
import { diagnosisOf } from '../commanding.ts';
import { after, alice, noon, ops } from '../store-fixtures.ts';
import { plainText } from '../watch-stage.ts';

export function followed(everyMs = 15_000, forMs = 1_800_000): Follow {
  const target = parseTarget('api.example.org');
  return newFollow({ target, place: ops, by: alice, everyMs, forMs }, 'f1', noon);
}

type Parts = Partial<Record<SnapshotPart, readonly string[]>>;

/** A look that found it `verdict`, with what of it can be compared. */
export function look(change: Partial<Diagnosis>, parts: Parts = {}): FollowLook {
  const seen = Object.entries(parts).map(([part, values]) => [part, { values, partial: false, at: noon }]);
  return {
    kind: 'seen',
    diagnosis: diagnosisOf('api.example.org', change),
    snapshot: { at: noon, parts: Object.fromEntries(seen) },
  };
}

export const well = (parts: Parts = {}) =>
  look({ results: [result('dns', 'dns'), result('tcp', 'tcp'), result('http', 'http')] }, parts);

export const refused = (parts: Parts = {}) =>
  look(
    {
      ...causedBy('tcp/refused', 'tcp', 'Nothing listens on the port'),
      results: [result('dns', 'dns'), result('tcp', 'tcp', 'failed')],
    },
    parts,
  );

export function causedBy(
  id: Finding['id'],
  layer: Finding['layer'],
  title: string,
  verdict: Diagnosis['verdict'] = 'broken',
): Partial<Diagnosis> {
  const cause: Finding = {
    id,
    layer,
    title,
    severity: verdict === 'broken' ? 'fatal' : 'error',
    blame: layer === 'vantage' ? 'our-vantage' : 'target',
    explanation: '',
    fix: 'Start the server',
    citation: 'tcp(7)',
    evidence: [],
    reproduce: 'nc -vz 192.0.2.7 443',
  };
  return { verdict, rootCause: cause, findings: [cause] };
}

export function result(
  probe: string,
  layer: Finding['layer'],
  status: 'ok' | 'failed' = 'ok',
): Diagnosis['results'][number] {
  if (status === 'ok') return { probe, layer, elapsedMs: 1, status, facts: {} };
  return { probe, layer, elapsedMs: 1, status, code: 'refused', message: 'refused', blame: 'target' };
}

export type Course = {
  readonly follow: Follow;
  readonly notifications: readonly Notification[];
  /** What the thread reads, one text per message. */
  readonly thread: readonly string[];
  readonly heads: readonly string[];
};

/** Looks one after the other, each when it is due; a number is a time in which nobody looks. */
export function course(begun: Follow, steps: readonly (FollowLook | number)[]): Course {
  let follow = begun;
  let lateMs = 0;
  const notifications: Notification[] = [];
  for (const step of steps) {
    if (typeof step === 'number') {
      lateMs += step;
      continue;
    }
    const at = after(lateMs, follow.nextAt);
    lateMs = 0;
    const next = nextFollow(follow, step, at, at);
    follow = { ...next.follow, version: follow.version + 1 };
    notifications.push(...next.notifications);
  }
  const said = (act: string) =>
    notifications
      .filter(({ conversation }) => conversation?.act === act)
      .map(({ message }) => plainText(message, noon));
  return { follow, notifications, thread: said('reply'), heads: said('edit') };
}
