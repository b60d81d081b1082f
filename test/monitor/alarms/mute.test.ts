import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mute } from '../../../src/core/watch/alarm/mute.ts';
import type { Endpoint } from '../../../src/core/watch/endpoint.ts';
import { withAlarms } from '../../../src/monitor/alarms/of-endpoint.ts';
import { tickAlarms } from '../../../src/monitor/alarms/tick.ts';
import { act } from '../../../src/monitor/deeds/act.ts';
import { after, alice, bob, dayMs, oncall } from '../../support/store-fixtures.ts';
import { findingOf, lookWith } from '../../support/watch/troubled-looks.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const hourMs = 3_600_000;
const wrongName = lookWith([findingOf('certificate/name-mismatch')]);
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

function muteFor(ms: number): Mute {
  return { until: after(ms, stage.now()), by: alice, at: stage.now(), reason: 'new switches' };
}

async function mute(ms: number, ...endpoints: readonly Endpoint[]): Promise<Mute> {
  const muted = muteFor(ms);
  await change(muted, endpoints);
  return muted;
}

function change(muted: Mute, endpoints: readonly Endpoint[]): Promise<unknown> {
  const ids = endpoints.map(({ id }) => id);
  return withAlarms(ids, () => stage.store.endpoints.changeAll(ids, { muted }), stage);
}

async function unmute(muted: Mute, ...endpoints: readonly Endpoint[]): Promise<void> {
  await change({ ...muted, until: stage.now(), endedBy: bob }, endpoints);
}

/** As the duty does it: whenever it said that there is something to do. */
async function sleepUntil(moment: Date): Promise<void> {
  for (;;) {
    const { next } = await tickAlarms(stage);
    if (next === null || next > moment) break;
    stage.pass(Math.max(1, next.getTime() - stage.now().getTime()));
  }
  stage.pass(Math.max(0, moment.getTime() - stage.now().getTime()));
}

describe('a muted endpoint', () => {
  it('is looked at and recorded, opens no alarm, and is told when its time is over', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    await stage.look(endpoint);
    const { until } = await mute(2 * hourMs, endpoint);
    stage.served.set('pay.example.com', wrongName);
    await stage.look(endpoint);
    await sleepUntil(after(-1, until));
    await stage.look(endpoint);
    const sighting = await stage.store.endpoints.sighting(endpoint.id);
    expect(sighting).toMatchObject({ conditions: [{ trouble: 'mismatch', confirmedAt: expect.any(Date) }] });
    const { changes } = await stage.store.looks.of(endpoint.id, after(-dayMs));
    expect(changes.length).toBeGreaterThan(0);
    expect(await stage.incidents()).toEqual([]);
    expect(await stage.said()).toEqual([]);
    expect(await stage.store.endpoints.nextTurn()).toEqual(until);
    await sleepUntil(until);
    await stage.tick();
    expect(await stage.incidents()).toMatchObject([{ state: 'mismatch', openedAt: until }]);
    expect(await stage.said()).toEqual(['open open @payments-oncall', 'reply event:details']);
  });

  it('wakes for its end also when a look of a sweep that began before it was muted is judged later', async () => {
    const stale = await stage.watch('pay.example.com', { owners: [oncall] });
    await stage.look(stale);
    const { until } = await mute(2 * hourMs, stale);
    await stage.tick();
    stage.served.set('pay.example.com', wrongName);
    await stage.look(stale);
    expect(await stage.said()).toEqual([]);
    expect(await stage.store.endpoints.nextTurn()).toEqual(until);
  });

  it('is not told when all is well again by then', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    stage.served.set('pay.example.com', wrongName);
    const { until } = await mute(2 * hourMs, endpoint);
    await stage.look(endpoint);
    stage.served.delete('pay.example.com');
    await sleepUntil(until);
    await stage.tick();
    expect(await stage.said()).toEqual([]);
  });

  it('opens nothing when its owners change, though nobody looked', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    stage.served.set('pay.example.com', wrongName);
    await mute(2 * hourMs, endpoint);
    await stage.look(endpoint);
    const changed = () => stage.store.endpoints.change(endpoint.id, { owners: [bob] });
    await withAlarms([endpoint.id], changed, stage);
    expect(await stage.incidents()).toEqual([]);
  });

  it('is told at once when somebody ends it early', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    stage.served.set('pay.example.com', wrongName);
    const muted = await mute(2 * hourMs, endpoint);
    await stage.look(endpoint);
    stage.pass(hourMs);
    await unmute(muted, endpoint);
    expect(await stage.said()).toEqual(['open open @payments-oncall', 'reply event:details']);
  });

  it('whose certificate is overdue waits; critical and expired are told all the same', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
    await mute(14 * dayMs, endpoint);
    stage.serves('pay.example.com', 10);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual([]);
    await sleepUntil(after(12 * dayMs));
    const [incident] = await stage.incidents();
    expect(incident).toMatchObject({ problem: 'lapse', state: 'expired' });
    const said = (await stage.said()).filter((line) => line.includes('@'));
    expect(said[0]).toBe('open open @payments-oncall');
    expect(said.some((line) => line.startsWith('announce expired:0'))).toBe(true);
  });

  it('leaves an alarm that others have to their owners, and adds its own when its time is over', async () => {
    const quiet = await stage.watch('a.example.com', { owners: [bob] });
    const loud = await stage.watch('b.example.com', { owners: [oncall] });
    for (const host of ['a.example.com', 'b.example.com']) stage.served.set(host, wrongName);
    const { until } = await mute(hourMs, quiet);
    await stage.look(quiet, loud);
    expect(await stage.incidents()).toMatchObject([{ owners: [oncall] }]);
    expect(await stage.said()).toEqual(['open open @payments-oncall', 'reply event:details']);
    await sleepUntil(until);
    await stage.tick();
    const called = (await stage.said()).filter((line) => line.includes('@Bob'));
    expect(called).toEqual([expect.stringMatching(/^announce mismatch:0:1 /)]);
  });
});

describe('muting an endpoint with an open alarm', () => {
  async function open(): Promise<Endpoint> {
    const endpoint = await stage.watch('pay.example.com', { owners: [alice] });
    stage.served.set('pay.example.com', wrongName);
    await stage.look(endpoint);
    expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
    return endpoint;
  }

  it('mutes the alarm, says so in its thread and head, and calls again when the time is over', async () => {
    const endpoint = await open();
    const { until } = await mute(2 * dayMs, endpoint);
    expect(await stage.said()).toEqual([expect.stringMatching(/^reply event:muted:/), 'edit edit']);
    expect(await stage.incidents()).toMatchObject([
      { muted: { until, reason: 'new switches' }, nextAt: until },
    ]);
    await sleepUntil(after(-1, until));
    await stage.look(endpoint);
    expect(await stage.said()).toEqual([]);
    await sleepUntil(until);
    await stage.tick();
    expect(await stage.said()).toEqual([
      expect.stringMatching(/^reply event:unmuted:/),
      'announce mismatch:0:1 @Alice',
      'edit edit',
    ]);
    expect((await stage.incidents())[0]?.muted ?? null).toBeNull();
  });

  it('says in its thread who ended that early', async () => {
    const endpoint = await open();
    const muted = await mute(2 * dayMs, endpoint);
    await stage.said();
    stage.pass(hourMs);
    await unmute(muted, endpoint);
    const lines = await stage.said();
    expect(lines).toContain('announce mismatch:0:1 @Alice');
    expect(lines[0]).toMatch(/^reply event:unmuted:/);
  });

  it('leaves a snooze of the alarm to whoever set it', async () => {
    const endpoint = await open();
    const [incident] = await stage.incidents();
    const until = after(3 * dayMs);
    await act(incident?.id ?? '', alice, { kind: 'snooze', until }, stage);
    const muted = await mute(hourMs, endpoint);
    await unmute(muted, endpoint);
    await stage.tick();
    expect((await stage.said()).filter((line) => line.includes('@'))).toEqual([]);
    expect(await stage.incidents()).toMatchObject([{ snoozedUntil: until }]);
  });

  it('does not mute one about a certificate that is about to end', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [alice] });
    stage.serves('pay.example.com', 2);
    await stage.look(endpoint);
    await stage.said();
    await mute(dayMs, endpoint);
    expect(await stage.said()).toEqual([]);
    await sleepUntil(after(hourMs * 3));
    expect((await stage.said()).filter((line) => line.includes('@Alice'))).toHaveLength(1);
  });

  it('calls when what was overdue gets critical meanwhile', async () => {
    const endpoint = await stage.watch('pay.example.com', { owners: [alice] });
    stage.serves('pay.example.com', 10);
    await stage.look(endpoint);
    await mute(5 * dayMs, endpoint);
    expect(await stage.incidents()).toMatchObject([{ state: 'overdue', muted: { by: alice } }]);
    await stage.said();
    await sleepUntil(after(3 * dayMs));
    const lines = await stage.said();
    expect(lines).toContainEqual(expect.stringMatching(/^announce critical:0:\d @Alice$/));
    expect(lines.filter((line) => line.startsWith('reply event:unmuted'))).toHaveLength(1);
    expect((await stage.incidents())[0]?.muted ?? null).toBeNull();
  });

  it('goes on with the alarm when an endpoint has it that is not muted', async () => {
    const endpoint = await open();
    await mute(2 * dayMs, endpoint);
    await stage.said();
    const other = await stage.watch('b.example.com', { owners: [bob] });
    stage.served.set('b.example.com', wrongName);
    await stage.look(other);
    const lines = await stage.said();
    expect(lines).toContainEqual(expect.stringMatching(/^announce mismatch:0:\d @Bob$/));
    expect(lines.some((line) => line.includes('@Alice'))).toBe(false);
  });
});
