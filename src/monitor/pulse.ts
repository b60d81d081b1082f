import type { Pulse, PulseLine } from '../core/operations.ts';
import type { Store } from '../core/store/store.ts';
import type { Member } from '../core/vantages/member.ts';
import type { Incident } from '../core/watch/alarm/incident.ts';
import { activeMute } from '../core/watch/alarm/mute.ts';
import { renewalState } from '../core/watch/renewal/renewal.ts';
import type { WatchLine } from '../core/watch/watch-line.ts';
import { knownDamage } from './tell-damage.ts';

export type PulseWorld = {
  readonly store: Pick<Store, 'endpoints' | 'incidents' | 'outbox' | 'members' | 'marks'>;
  readonly now: () => Date;
  readonly sweepIntervalMs: number;
  /** How many endpoints are told of one by one. */
  readonly mostLines: number;
};

const batchSize = 1000;

/** Every watched endpoint is read once, in batches; only those that are told of are kept. */
export async function takePulse({ store, now, sweepIntervalMs, mostLines }: PulseWorld): Promise<Pulse> {
  const at = now();
  const endpoints = { healthy: 0, degraded: 0, broken: 0, unknown: 0, unseen: 0 };
  const certificates = { ok: 0, due: 0, overdue: 0, critical: 0, expired: 0 };
  let muted = 0;
  let total = 0;
  let oldestLook = at.getTime();
  let soonest: PulseLine[] = [];
  for await (const lines of store.endpoints.lines(batchSize)) {
    for (const line of lines) {
      total++;
      endpoints[line.seen?.verdict ?? 'unseen']++;
      if (activeMute(line, at) !== null) muted++;
      if (line.seen === null) continue;
      oldestLook = Math.min(oldestLook, line.seen.at.getTime());
      if (line.seen.certificate !== null) certificates[renewalState(line.seen.certificate, at)]++;
    }
    if (mostLines > 0) soonest = firstOf([...soonest, ...lines.flatMap(lineOf)], mostLines);
  }
  const [open, outbox, digestSentAt, members, damage] = await Promise.all([
    store.incidents.open(),
    store.outbox.tally(),
    store.outbox.lastSent('digest:'),
    store.members.living(at),
    knownDamage(store.marks),
  ]);
  return {
    at,
    endpoints,
    muted,
    certificates,
    soonest,
    leftOut: total - soonest.length,
    alarms: countAlarms(open),
    outbox,
    digestSentAt,
    damagedRows: damage.count,
    members: countMembers(members),
    sweepLagMs: Math.max(0, at.getTime() - oldestLook - sweepIntervalMs),
  };
}

function lineOf({ url, address, seen }: WatchLine): readonly PulseLine[] {
  if (seen === null) return [];
  const target = url.split('?')[0] ?? url;
  return [{ target, address, verdict: seen.verdict, notAfter: seen.certificate?.notAfter ?? null }];
}

/** Several endpoints may differ in what is left out only: the one that ends first stands for them. */
function firstOf(lines: readonly PulseLine[], most: number): PulseLine[] {
  const sorted = lines.toSorted((one, other) => endOf(one) - endOf(other));
  const byName = new Map<string, PulseLine>();
  for (const line of sorted) {
    const name = `${line.target} ${line.address ?? ''}`;
    if (!byName.has(name)) byName.set(name, line);
    if (byName.size === most) break;
  }
  return [...byName.values()];
}

function endOf({ notAfter }: PulseLine): number {
  return notAfter?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function countAlarms(open: readonly Incident[]): Pulse['alarms'] {
  const counts = new Map<string, { problem: Incident['problem']; state: Incident['state']; count: number }>();
  for (const { problem, state } of open) {
    const key = `${problem} ${state}`;
    const counted = counts.get(key) ?? { problem, state, count: 0 };
    counted.count++;
    counts.set(key, counted);
  }
  return [...counts.values()];
}

/** One that does everything counts once for each of its roles. */
function countMembers(members: readonly Member[]): Pulse['members'] {
  const each = members.flatMap(({ roles, vantage }) =>
    roles.map((role) => ({ role, vantage: vantage ?? '' })),
  );
  const groups = Map.groupBy(each, ({ role, vantage }) => JSON.stringify([role, vantage]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, count: group.length }];
  });
}
