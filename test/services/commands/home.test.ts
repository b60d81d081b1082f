import { describe, expect, it } from 'vitest';
import type { Mention } from '../../../src/core/people.ts';
import { homeServices } from '../../../src/services/commands/home-services.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite.ts';
import { sampleIncident } from '../../support/samples/sample-incident.ts';
import {
  alice,
  bob,
  certificateEnding,
  dayMs,
  newEndpoint,
  noon,
  oncall,
  ops,
  sightingOf,
} from '../../support/store-fixtures.ts';

async function stage() {
  const store = await openSqliteStore({ path: ':memory:' });
  const homeOf = homeServices(
    async () => store,
    () => noon,
  );
  const add = async (
    name: string,
    daysLeft: number | null,
    change: Parameters<typeof newEndpoint>[1] = {},
  ) => {
    const endpoint = await store.endpoints.add(newEndpoint(name, change), noon);
    if (endpoint === null) throw new Error('watched already');
    if (daysLeft === null) return;
    const certificate = certificateEnding(daysLeft * dayMs);
    await store.endpoints.recordLook(sightingOf(endpoint.id, { certificate }), [], noon);
  };
  const mine = async (who: Mention, groups: readonly Mention[] = [], from = 0, limit = 15) => {
    const home = await homeOf({ who, groups, from, limit });
    return { ...home, hosts: home.rows.map(({ endpoint }) => endpoint.target.host) };
  };
  return { store, add, mine };
}

describe('what is mine', () => {
  it('is in order beyond what is read at once', async () => {
    const { add, mine } = await stage();
    for (let at = 0; at < 520; at += 1) {
      await add(`h${at}.example`, at === 13 ? null : 600 - at, at % 2 === 0 ? { owners: [bob] } : {});
    }
    const home = await mine(alice, [], 255, 15);
    expect([home.owned, home.rows.length]).toEqual([260, 5]);
    expect(home.hosts.slice(-2)).toEqual(['h1.example', 'h13.example']);
    expect((await mine(alice)).hosts.slice(0, 2)).toEqual(['h519.example', 'h517.example']);
  });

  it('is mine by name, by a group, by a rule and by the fallback, soonest end first', async () => {
    const { store, add, mine } = await stage();
    await add('later.example', 50);
    await add('soon.example', 5);
    await add('unseen.example', null);
    await add('group.example', 20, { owners: [oncall] });
    await add('rule.example', 30, { owners: [], labels: { team: 'pay' } });
    await add('other.example', 1, { owners: [bob] });
    await add('nobody.example', 2, { owners: [] });
    const rule = { owners: [alice], policy: null, setBy: 'bo', setAt: noon };
    await store.rules.set({ ...rule, scope: { kind: 'label', label: 'team', value: 'pay' } });
    const home = await mine(alice, [oncall]);
    expect(home.hosts).toEqual([
      'soon.example',
      'group.example',
      'rule.example',
      'later.example',
      'unseen.example',
    ]);
    expect(home).toMatchObject({ owned: 5, watched: 7, from: 0 });
    expect(home.rows[0]?.state).toBe('critical');
    await store.rules.set({ ...rule, scope: { kind: 'all' } });
    expect((await mine(alice)).hosts[0]).toBe('nobody.example');
    expect((await mine({ ...alice, platform: 'discord' })).owned).toBe(0);
  });

  it('comes in pages, and a page beyond the end is the last one', async () => {
    const { add, mine } = await stage();
    for (let at = 0; at < 7; at += 1) await add(`host-${at}.example`, 10 + at);
    expect((await mine(alice, [], 3, 3)).hosts).toEqual([
      'host-3.example',
      'host-4.example',
      'host-5.example',
    ]);
    expect(await mine(alice, [], 900, 3)).toMatchObject({ from: 6, hosts: ['host-6.example'] });
    expect(await mine(alice, [], -5, 3)).toMatchObject({ from: 0 });
    expect(await mine(bob, [], 900, 3)).toMatchObject({ from: 0, owned: 0 });
  });

  it('counts the thresholds of a policy', async () => {
    const { store, add, mine } = await stage();
    await add('host.example', 50);
    const thresholds = { kind: 'days', due: 60, overdue: 40, critical: 3 } as const;
    const rule = { owners: null, policy: { thresholds }, setBy: 'bo', setAt: noon };
    await store.rules.set({ ...rule, scope: { kind: 'all' } });
    expect((await mine(alice)).rows[0]?.state).toBe('due');
  });

  it('has my open alarms, the worst first, and the digests where mine go', async () => {
    const { store, add, mine } = await stage();
    await add('host.example', 50);
    const lapse = { kind: 'certificate', fingerprint256: 'cd'.repeat(32) } as const;
    const open = [
      sampleIncident({ id: 'due', state: 'due', version: 0, subject: lapse }),
      sampleIncident({ id: 'worse', state: 'expired', version: 0 }),
      sampleIncident({ id: 'bobs', owners: [bob], version: 0, problem: 'mismatch' }),
    ];
    expect(await store.incidents.save(open, [], noon)).toBe(true);
    const schedule = { cron: '0 9 * * *', zone: 'UTC', setBy: 'bo' };
    await store.digests.set({ ...schedule, place: ops });
    await store.digests.set({ ...schedule, place: { platform: 'slack', channel: 'C0SECRET' } });
    const home = await mine(alice);
    expect(home.alarms.map(({ id }) => id)).toEqual(['worse', 'due']);
    expect(home.digests.map(({ place }) => place.channel)).toEqual(['C0OPS']);
  });

  it('is not found by an id that is part of another or holds a wildcard', async () => {
    const { add, mine } = await stage();
    await add('host.example', 50);
    expect((await mine({ ...alice, id: 'U01' })).owned).toBe(0);
    expect((await mine({ ...alice, id: '%' })).owned).toBe(0);
  });
});
