import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mention } from '../../../src/core/people.ts';
import { alice, bob, dayMs, noon, oncall } from '../../support/store-fixtures.ts';
import { failing } from '../../support/watch-stage.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const hourMs = 3_600_000;
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

describe('a certificate nears its end', () => {
  it('nobody is told while it is due', async () => {
    const endpoint = await stage.watch('pay.example.com');
    stage.serves('pay.example.com', 29);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual([]);
    expect(await stage.incidents()).toEqual([]);
  });

  it.each([
    [14, 'overdue'],
    [5, 'critical'],
    [-1, 'expired'],
  ])('first seen with %i days left it opens as %s, once', async (left, state) => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall, alice] });
    stage.serves('pay.example.com', left);
    await stage.look(endpoint, endpoint);
    expect(await stage.said()).toEqual(['open open @payments-oncall @Alice', 'reply event:details']);
    expect(await stage.incidents()).toMatchObject([
      { state, problem: 'lapse', ownedBy: 'endpoint', ladder: { rung: 0, climbedAt: noon, turn: 0 } },
    ]);
  });

  it('each worse state is said in the thread with a call, and the head is rewritten', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    stage.serves('pay.example.com', 14);
    await stage.look(endpoint);
    await stage.said();
    stage.pass(8 * dayMs);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual([
      'reply event:worsened:critical',
      'announce critical:0:0 @payments-oncall',
      'edit edit',
    ]);
    stage.pass(7 * dayMs);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual([
      'reply event:worsened:expired',
      'announce expired:0:0 @payments-oncall',
      'edit edit',
    ]);
  });

  it('a state that comes between two looks is told by the tick, after another look', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    stage.serves('pay.example.com', 16);
    await stage.look(endpoint);
    await stage.tick();
    stage.pass(2 * dayMs);
    stage.looked.length = 0;
    await stage.tick();
    expect(stage.looked).toEqual(['pay.example.com']);
    expect(await stage.said()).toEqual(['open open @payments-oncall', 'reply event:details']);
    await stage.tick();
    expect(await stage.said()).toEqual([]);
  });

  it('a certificate renewed since the last look is found by the tick, and nobody is called', async () => {
    const endpoint = await stage.watch('pay.example.com');
    stage.serves('pay.example.com', 16);
    await stage.look(endpoint);
    stage.pass(2 * dayMs);
    stage.serves('pay.example.com', 90, 'cd');
    await stage.tick();
    expect(await stage.said()).toEqual([]);
  });

  it('renewal ends it, says for how long, and the next certificate begins anew', async () => {
    const endpoint = await stage.watch('pay.example.com');
    stage.serves('pay.example.com', 14);
    await stage.look(endpoint);
    await stage.said();
    stage.pass(hourMs);
    stage.serves('pay.example.com', 90, 'cd');
    await stage.look(endpoint);
    expect(await stage.said()).toEqual(['reply event:ended', 'edit edit']);
    expect(await stage.incidents()).toEqual([]);
    stage.serves('pay.example.com', 10, 'ef');
    await stage.look(endpoint);
    expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
  });

  it('is told from memory while the endpoint is down, and not while we are', async () => {
    const endpoint = await stage.watch('pay.example.com');
    stage.serves('pay.example.com', 16);
    await stage.look(endpoint);
    stage.pass(2 * dayMs);
    const ours = failing('vantage/clock-skew', 'The clock of this machine is wrong');
    const finding = { ...ours.findings?.[0], layer: 'vantage', severity: 'fatal' } as never;
    stage.served.set('pay.example.com', { ...ours, findings: [finding] });
    await stage.look(endpoint);
    await stage.tick();
    expect(await stage.said()).toEqual([]);
    stage.served.set('pay.example.com', failing('dns/nxdomain', 'The name does not exist'));
    stage.pass(6 * 60_000);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
  });

  it('never goes back: a clock that was set back, or a window that moved, changes nothing', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    stage.serves('pay.example.com', 5);
    await stage.look(endpoint);
    await stage.said();
    stage.pass(-60 * dayMs);
    await stage.look(endpoint);
    await stage.tick();
    expect(await stage.said()).toEqual([]);
    expect(await stage.incidents()).toMatchObject([{ state: 'critical' }]);
  });
});

describe('who is called', () => {
  it('an owner of another platform is written to there', async () => {
    const dora: Mention = { platform: 'discord', kind: 'user', id: '77', name: 'Dora' };
    const role: Mention = { platform: 'discord', kind: 'group', id: '78', name: 'web-team' };
    const endpoint = await stage.watch('pay.example.com', { owners: [alice, dora, role] });
    stage.serves('pay.example.com', 5);
    await stage.look(endpoint);
    expect((await stage.said()).toSorted()).toEqual([
      'open open @Alice',
      'reply event:details',
      'to Dora critical:0:0:discord:user:77 @Dora',
    ]);
  });

  it('an endpoint that nobody owns calls nobody, and the fallback once there is one', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [] });
    stage.serves('pay.example.com', 5);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual(['open open', 'reply event:details']);
    const rule = { scope: { kind: 'all' as const }, owners: [bob], policy: null, setBy: 'x', setAt: noon };
    await stage.store.rules.set(rule);
    await stage.tick();
    expect(await stage.said()).toEqual(['announce critical:0:1 @Bob', 'edit edit']);
    expect(await stage.incidents()).toMatchObject([{ ownedBy: 'fallback' }]);
  });

  it('a new owner is called, the same ones in another order are not; a new home begins anew', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [alice, oncall] });
    stage.serves('pay.example.com', 5);
    await stage.look(endpoint);
    await stage.said();
    const change = async (change: Parameters<typeof stage.store.endpoints.change>[1]) => {
      const changed = await stage.store.endpoints.change(endpoint.id, change);
      stage.pass(hourMs);
      await stage.tick();
      return changed;
    };
    await change({ owners: [oncall, alice] });
    expect((await stage.said()).filter((line) => line.startsWith('announce'))).toEqual([]);
    await change({ owners: [oncall, bob] });
    expect(await stage.said()).toContain('announce critical:0:1 @payments-oncall @Bob');
    await change({ home: { platform: 'slack', channel: 'C0NEW' } });
    const said = await stage.said();
    expect(said).toContain('open open @payments-oncall @Bob');
    expect(said).toContain('reply event:ended');
    expect(await stage.incidents()).toMatchObject([{ home: { channel: 'C0NEW' } }]);
  });
});
