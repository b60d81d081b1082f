import { mentionKey } from '../../core/message/calls.ts';
import { type Mention, placeText } from '../../core/people.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { AlarmState } from '../../core/watch/alarm/problem.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { ownersOf, policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';

/** What is worst comes first; what is equally bad, in the order of opening. */
const worst: readonly AlarmState[] = [
  'expired',
  'revoked',
  'critical',
  'mismatch',
  'untrusted',
  'unreachable',
  'overdue',
  'due',
  'changed',
];

export function homeServices(store: () => Promise<Store>, now: () => Date): CommandServices['homeOf'] {
  return async ({ who, groups, from, limit }) => {
    const { endpoints, incidents, rules: kept, digests } = await store();
    const people = [who, ...groups];
    const keys = new Set(people.map(mentionKey));
    const isOneOf = (owners: readonly Mention[]) => owners.some((owner) => keys.has(mentionKey(owner)));
    const rules = await kept.list();
    const [page, open, schedules, watched] = await Promise.all([
      endpoints.owned({
        ids: people.map(({ id }) => id),
        isMine: (endpoint) => isOneOf(ownersOf(endpoint, rules).owners),
        from,
        limit,
        now: now(),
      }),
      incidents.open(),
      digests.list(),
      endpoints.count(),
    ]);
    const homes = new Set(page.homes.map(placeText));
    return {
      who,
      alarms: open.filter(({ owners }) => isOneOf(owners)).toSorted(byWorst),
      rows: page.rows.map((row) => judged(row, rules, now())),
      from: page.from,
      owned: page.total,
      watched,
      digests: schedules.filter(({ place }) => homes.has(placeText(place))),
      rules,
    };
  };
}

/** As its alarms judge it: by the thresholds that count for it. */
function judged(row: WatchRow, rules: readonly WatchRule[], now: Date): WatchRow {
  const certificate = row.sighting?.certificate ?? null;
  if (certificate === null) return row;
  return { ...row, state: renewalState(certificate, now, policyFor(row.endpoint, rules).thresholds) };
}

function byWorst(one: Incident, other: Incident): number {
  const difference = worst.indexOf(one.state) - worst.indexOf(other.state);
  return difference === 0 ? one.openedAt.getTime() - other.openedAt.getTime() : difference;
}
