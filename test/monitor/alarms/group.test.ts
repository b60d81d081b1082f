import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/core/watch/endpoint.ts';
import { withAlarms } from '../../../src/monitor/alarms/of-endpoint.ts';
import { alice, bob, dayMs, noon, ops } from '../../support/store-fixtures.ts';
import { seenCertificate } from '../../support/watch-stage.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const hourMs = 3_600_000;
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

async function fifteen(leftDays: number): Promise<readonly Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for (let number = 0; number < 15; number++) {
    const host = `n${number}.example.com`;
    endpoints.push(await stage.watch(host, { owners: [number < 10 ? alice : bob] }));
    stage.serves(host, leftDays);
  }
  return endpoints;
}

describe('one certificate at fifteen endpoints', () => {
  it('is one message, which calls each of their owners once', async () => {
    const endpoints = await fifteen(16);
    await stage.look(...endpoints);
    stage.pass(2 * dayMs);
    await stage.look(...endpoints);
    expect(await stage.said()).toEqual(['open open @Alice @Bob', 'reply event:details']);
    const [incident] = await stage.incidents();
    expect(incident?.told.endpoints).toHaveLength(15);
    expect(incident?.told.name).toBe('n0.example.com and 14 more');
  });

  it('renewed at some of them it says who still serves the old one, and ends with the last', async () => {
    const endpoints = await fifteen(14);
    await stage.look(...endpoints);
    await stage.said();
    for (let number = 0; number < 14; number++) stage.serves(`n${number}.example.com`, 90, 'cd');
    stage.pass(hourMs);
    const [first, ...others] = endpoints;
    await stage.look(first as Endpoint);
    expect(await stage.said()).toEqual(['edit edit']);
    await stage.look(...others);
    expect((await stage.said()).filter((line) => line.startsWith('reply'))).toEqual([]);
    stage.pass(3 * 60_000);
    await stage.tick();
    expect(await stage.said()).toEqual(['reply event:renewal-seen']);
    await stage.tick();
    expect(await stage.said()).toEqual([]);
    const [incident] = await stage.incidents();
    expect(incident?.told.endpoints.filter(({ affected }) => affected).map(({ name }) => name)).toEqual([
      'n14.example.com',
    ]);
    // By then only the owner of what is left is responsible, and was called before.
    expect(incident?.owners).toEqual([bob]);
    stage.serves('n14.example.com', 90, 'cd');
    await stage.look(others.at(-1) as Endpoint);
    expect(await stage.said()).toEqual(['reply event:ended', 'edit edit']);
    const ended = await stage.store.incidents.find(incident?.id ?? '');
    expect(ended?.told.name).toBe('n0.example.com and 14 more');
  });

  it('renewed at all of them within a few minutes it says that once', async () => {
    const endpoints = await fifteen(14);
    await stage.look(...endpoints);
    await stage.said();
    for (let number = 0; number < 15; number++) stage.serves(`n${number}.example.com`, 90, 'cd');
    stage.pass(hourMs);
    await stage.look(...endpoints);
    expect((await stage.said()).filter((line) => line.startsWith('reply'))).toEqual(['reply event:ended']);
    stage.pass(3 * 60_000);
    await stage.tick();
    expect(await stage.said()).toEqual([]);
  });

  it('of two homes is told in each', async () => {
    const there = { platform: 'slack', channel: 'C0WEB' } as const;
    const one = await stage.watch('a.example.com');
    const other = await stage.watch('b.example.com', { home: there });
    for (const host of ['a.example.com', 'b.example.com']) stage.serves(host, 5);
    await stage.look(one, other);
    const homes = (await stage.incidents()).map(({ home }) => home.channel).toSorted();
    expect(homes).toEqual([ops.channel, 'C0WEB'].toSorted());
    expect((await stage.said()).filter((line) => line.startsWith('open'))).toHaveLength(2);
  });

  it('the strictest policy of them counts for all', async () => {
    const strict = await stage.watch('a.example.com', { labels: { team: 'pay' } });
    const other = await stage.watch('b.example.com');
    for (const host of ['a.example.com', 'b.example.com']) stage.serves(host, 29);
    await stage.store.rules.set({
      scope: { kind: 'label', label: 'team', value: 'pay' },
      owners: null,
      policy: { thresholds: { kind: 'days', due: 60, overdue: 30, critical: 20 } },
      setBy: 'x',
      setAt: noon,
    });
    await stage.look(other);
    expect(await stage.incidents()).toEqual([]);
    await stage.look(strict, other);
    expect(await stage.incidents()).toMatchObject([{ state: 'overdue', told: { endpoints: [{}, {}] } }]);
  });
});

describe('several certificates at one endpoint', () => {
  it('each has its own conversation', async () => {
    const endpoint = await stage.watch('pay.example.com');
    const leaves = [seenCertificate(5 * dayMs, 'aa'), seenCertificate(14 * dayMs, 'bb')];
    stage.served.set('pay.example.com', { certificates: leaves });
    await stage.look(endpoint);
    const states = (await stage.incidents()).map(({ state }) => state).toSorted();
    expect(states).toEqual(['critical', 'overdue']);
  });
});

describe('an endpoint that is taken off the list', () => {
  it('ends its alarms, and leaves those that others share', async () => {
    const one = await stage.watch('a.example.com');
    const other = await stage.watch('b.example.com');
    for (const host of ['a.example.com', 'b.example.com']) stage.serves(host, 5);
    await stage.look(one, other);
    await stage.said();
    await withAlarms([one.id], () => stage.store.endpoints.remove(one.id), stage);
    expect(await stage.incidents()).toMatchObject([{ told: { name: 'b.example.com' } }]);
    expect(await stage.said()).toEqual(['edit edit']);
    await withAlarms([other.id], () => stage.store.endpoints.remove(other.id), stage);
    expect(await stage.said()).toEqual(['reply event:ended', 'edit edit']);
    expect(await stage.incidents()).toEqual([]);
  });

  it('by a process that died then, is ended by the review of the hour', async () => {
    const endpoint = await stage.watch('a.example.com');
    stage.serves('a.example.com', 5);
    await stage.look(endpoint);
    await stage.tick();
    await stage.store.endpoints.remove(endpoint.id);
    stage.pass(hourMs);
    await stage.tick();
    expect(await stage.incidents()).toEqual([]);
    const subject = { kind: 'certificate', fingerprint256: 'ab'.repeat(32) } as const;
    expect(await stage.store.incidents.of(subject)).toMatchObject([{ end: 'removed' }]);
  });

  it('and put on it again, goes on in the same conversation, and calls nobody again', async () => {
    const endpoint = await stage.watch('a.example.com');
    stage.serves('a.example.com', 14);
    await stage.look(endpoint);
    await withAlarms([endpoint.id], () => stage.store.endpoints.remove(endpoint.id), stage);
    await stage.said();
    const again = await stage.watch('a.example.com');
    await stage.look(again);
    expect(await stage.said()).toEqual(['edit edit']);
    expect(await stage.incidents()).toMatchObject([{ state: 'overdue', endedAt: null }]);
  });
});

describe('one address of two behind a balancer serves the old certificate', () => {
  it('it comes and goes: said once, told as it worsens, and over after a quiet day', async () => {
    const endpoint = await stage.watch('a.example.com');
    const old = () => stage.serves('a.example.com', 14);
    const fresh = () => stage.serves('a.example.com', 90, 'cd');
    const heard: string[] = [];
    for (let look = 0; look < 12; look++) {
      (look % 2 === 0 ? old : fresh)();
      await stage.look(endpoint);
      await stage.tick();
      heard.push(...(await stage.said()));
      stage.pass(hourMs / 2);
    }
    expect(heard.filter((line) => line.startsWith('open'))).toHaveLength(1);
    expect(heard.filter((line) => line === 'reply event:flapping')).toHaveLength(1);
    expect(heard.filter((line) => line === 'reply event:ended')).toHaveLength(1);
    old();
    stage.pass(9 * dayMs);
    await stage.look(endpoint);
    expect(await stage.said()).toContain('announce critical:0:0 @Alice');
    fresh();
    stage.pass(hourMs);
    await stage.look(endpoint);
    expect(await stage.said()).not.toContain('reply event:ended');
    stage.pass(25 * hourMs);
    await stage.look(endpoint);
    await stage.tick();
    expect(await stage.said()).toContain('reply event:ended');
  });
});
