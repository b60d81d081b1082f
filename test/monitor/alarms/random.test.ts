import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calledBy, mentionKey } from '../../../src/core/message/calls.ts';
import type { Deed } from '../../../src/core/services.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { Endpoint } from '../../../src/core/watch/endpoint.ts';
import type { QueuedNotification } from '../../../src/core/watch/notification.ts';
import { tickAlarms } from '../../../src/monitor/alarms/tick.ts';
import { act } from '../../../src/monitor/deeds/act.ts';
import type { QuickDeed } from '../../../src/monitor/deeds/decide.ts';
import { lookAndCount } from '../../../src/monitor/looking/look.ts';
import { drained } from '../../support/drained.ts';
import { alice, bob, noon } from '../../support/store-fixtures.ts';
import { failing } from '../../support/watch-stage.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const hourMs = 3_600_000;
const hosts = ['a.example.com', 'b.example.com', 'c.example.com'] as const;

type Step =
  | { readonly do: 'look'; readonly at: number; readonly both: boolean }
  | { readonly do: 'tick'; readonly both: boolean }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'serve'; readonly at: number; readonly what: 'old' | 'new' | 'down' | 'ours' }
  | { readonly do: 'deed'; readonly deed: 'acknowledge' | 'release' | 'snooze' | 'reassign' }
  | { readonly do: 'breaker'; readonly open: boolean }
  | { readonly do: 'owners'; readonly at: number; readonly bobs: boolean };

const at = fc.nat(hosts.length - 1);
const both = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('look' as const), at, both }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tick' as const), both }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: -30, max: 100 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('serve' as const),
      at,
      what: fc.constantFrom('old', 'old', 'new', 'down', 'ours'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('deed' as const),
      deed: fc.constantFrom('acknowledge', 'release', 'snooze', 'reassign'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('breaker' as const), open: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('owners' as const), at, bobs: fc.boolean() }) },
);

describe('whatever happens in whatever order, by two processes', () => {
  it('nobody is called twice for one state, rung and turn, and no state is entered without a call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        await using stage = await alarmStage();
        const rule = { scope: { kind: 'all' as const }, owners: [bob], setBy: 'x', setAt: noon };
        await stage.store.rules.set({ ...rule, policy: { quiet: null } });
        const processes = [stage.store, await stage.open()] as const;
        const endpoints: Endpoint[] = [];
        for (const host of hosts) {
          endpoints.push(await stage.watch(host));
          stage.serves(host, 16);
          await lookAndCount(endpoints.at(-1) as Endpoint, stage);
        }
        const calls: string[] = [];
        for (const one of steps) {
          await run(one, stage, processes, endpoints);
          for (const said of await drained(stage.store, stage.now())) {
            calls.push(...(await callsIn(said, stage.store)));
          }
          await everyStateWasCalled(stage.store, calls);
        }
        expect(calls.toSorted()).toEqual([...new Set(calls)].toSorted());
      }),
      { numRuns: 25 },
    );
  });
});

async function run(
  one: Step,
  stage: AlarmStage,
  [first, second]: readonly [Store, Store],
  endpoints: readonly Endpoint[],
): Promise<void> {
  const stores = 'both' in one && one.both ? [first, second] : [first];
  switch (one.do) {
    case 'look':
      await Promise.all(
        stores.map((store) => lookAndCount(endpoints[one.at] as Endpoint, { ...stage, store })),
      );
      return;
    case 'tick':
      await Promise.all(stores.map((store) => tickAlarms({ ...stage, store })));
      return;
    case 'pass':
      stage.pass(one.hours * hourMs);
      return;
    case 'serve':
      serve(hosts[one.at] ?? '', one.what, stage);
      return;
    case 'deed': {
      for (const { id } of await stage.incidents()) await act(id, alice, deedOf(one.deed, stage), stage);
      return;
    }
    case 'breaker':
      await stage.store.marks.set('breaker', breaker(one.open));
      return;
    case 'owners':
      await stage.store.endpoints.change(endpoints[one.at]?.id ?? '', { owners: one.bobs ? [bob] : [alice] });
  }
}

function breaker(open: boolean): string | null {
  const mark = { since: noon.getTime(), worse: 9, total: 9, place: { platform: 'slack', channel: 'C' } };
  return open ? JSON.stringify({ ...mark, kind: 'open', by: null }) : null;
}

function deedOf(kind: Exclude<Deed['kind'], 'recheck'>, stage: AlarmStage): QuickDeed {
  const until = new Date(stage.now().getTime() + 20 * hourMs);
  switch (kind) {
    case 'acknowledge':
      return { kind, until, reason: null };
    case 'release':
      return { kind };
    case 'snooze':
      return { kind, until };
    case 'reassign':
      return { kind, owners: [{ ...bob, id: 'U03CAROL', name: 'Carol' }] };
  }
}

function serve(host: string, what: 'old' | 'new' | 'down' | 'ours', stage: AlarmStage): void {
  switch (what) {
    case 'old':
      stage.serves(host, 16);
      return;
    case 'new':
      stage.serves(host, 90, 'cd');
      return;
    case 'down':
      stage.served.set(host, failing('dns/nxdomain', 'The name does not exist'));
      return;
    case 'ours': {
      const ours = failing('vantage/clock-skew', 'The clock is wrong');
      const finding = { ...ours.findings?.[0], layer: 'vantage', severity: 'fatal' } as never;
      stage.served.set(host, { ...ours, verdict: 'unknown', findings: [finding] });
    }
  }
}

/** "incident state rung turn person" for everybody whom a message notifies. */
async function callsIn({ key, message }: QueuedNotification, store: Store): Promise<readonly string[]> {
  const called = calledBy(message).map(mentionKey);
  if (called.length === 0) return [];
  const [, id = '', what = '', rung = '', turn = ''] = key.split(':');
  const state = what === 'open' ? (await store.incidents.find(id))?.state : what;
  const where = what === 'open' ? `${state} 0 0` : `${state} ${rung} ${turn}`;
  return called.map((who) => `${id} ${where} ${who}`);
}

async function everyStateWasCalled(store: Store, calls: readonly string[]): Promise<void> {
  for (const { id, state, flapping, problem } of await store.incidents.open()) {
    if (flapping && problem !== 'lapse') continue;
    const first = calls.filter((call) => call.startsWith(`${id} ${state} 0 `));
    expect(first, `${problem} is ${state}, and nobody was called`).not.toEqual([]);
  }
}
