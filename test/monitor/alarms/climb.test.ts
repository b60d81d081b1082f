import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/core/watch/alarm/incident.ts';
import type { PolicyChange } from '../../../src/core/watch/policy/policy.ts';
import { act } from '../../../src/monitor/deeds/act.ts';
import { alice, bob, dayMs, noon } from '../../support/store-fixtures.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

const hourMs = 3_600_000;
const carol = { ...bob, id: 'U03CAROL', name: 'Carol' };
let stage: AlarmStage;
beforeEach(async () => {
  stage = await alarmStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

/** Alice owns it, Bob is the fallback; overdue at noon on a Monday. */
async function alarmed(policy: PolicyChange = { quiet: null }): Promise<void> {
  const oncall = { platform: 'slack', channel: 'C0ONCALL' } as const;
  const rule = { scope: { kind: 'all' as const }, owners: [bob], setBy: 'x', setAt: noon };
  await stage.store.rules.set({ ...rule, policy: { oncall, ...policy } });
  const endpoint = await stage.watch('pay.example.com');
  stage.serves('pay.example.com', 14);
  await stage.look(endpoint);
  await stage.tick();
}

/** What is said in each of so many hours to come, without what nobody is called by. */
async function calls(hours: number): Promise<readonly string[]> {
  const heard: string[] = [];
  for (let hour = 1; hour <= hours; hour++) {
    stage.pass(hourMs);
    await stage.tick();
    heard.push(...(await stage.said()).map((line) => `${hour}h ${line}`));
  }
  return heard.filter((line) => !/ (edit|reply) /.test(line));
}

async function incident(): Promise<Incident> {
  const [open] = await stage.incidents();
  if (open === undefined) throw new Error('no alarm is open');
  return open;
}

describe('the ladder', () => {
  it('goes from the owner to the fallback to the on-call channel, each once', async () => {
    await alarmed();
    expect(await stage.said()).toEqual(['open open @Alice', 'reply event:details']);
    expect(await calls(60)).toEqual([
      '4h to Alice overdue:1:0:slack:user:U01ALICE @Alice',
      '16h announce overdue:2:0 @Bob',
      '40h in C0ONCALL overdue:3:0',
    ]);
  });

  it('starts again, at a quarter of the pauses, when it gets critical', async () => {
    await alarmed();
    stage.pass(7.5 * dayMs);
    await stage.tick();
    expect(await stage.said()).toContain('announce critical:0:0 @Alice');
    expect(await calls(12)).toEqual([
      '1h to Alice critical:1:0:slack:user:U01ALICE @Alice',
      '4h announce critical:2:0 @Bob',
      '10h in C0ONCALL critical:3:0',
    ]);
  });

  it('after days of sleep climbs one rung and pauses from there', async () => {
    await alarmed();
    await stage.said();
    stage.pass(3 * dayMs);
    await stage.tick();
    await stage.tick();
    expect((await stage.said()).filter((line) => line.startsWith('to '))).toHaveLength(1);
    expect((await incident()).ladder.rung).toBe(1);
  });

  it('calls nobody on old news: what was renewed meanwhile ends it', async () => {
    await alarmed();
    await stage.said();
    stage.serves('pay.example.com', 90, 'cd');
    stage.pass(4 * hourMs);
    await stage.tick();
    expect(await stage.said()).toEqual(['reply event:ended', 'edit edit']);
  });

  it('is held by quiet hours, and the owner is called in the morning', async () => {
    await alarmed({ quiet: { from: 11 * 60, to: 8 * 60, workingDays: [1, 2, 3, 4, 5], zone: 'UTC' } });
    expect(await stage.said()).toEqual(['open open', 'reply event:details']);
    expect(await calls(22)).toEqual(['20h announce overdue:0:0 @Alice']);
  });
});

describe('somebody is on it', () => {
  const until = (hours: number) => ({
    kind: 'acknowledge' as const,
    until: new Date(stage.now().getTime() + hours * hourMs),
    reason: null,
  });

  it('nobody is called until that is over; then the owners again', async () => {
    await alarmed();
    await stage.said();
    await act((await incident()).id, alice, until(10), stage);
    expect(await calls(12)).toEqual(['10h announce overdue:0:1 @Alice']);
    expect((await incident()).acknowledged).toBeNull();
  });

  it('it counts no more when the state worsens', async () => {
    await alarmed();
    await stage.said();
    await act((await incident()).id, alice, until(13 * 24), stage);
    stage.pass(7.5 * dayMs);
    await stage.tick();
    expect(await stage.said()).toEqual([
      expect.stringMatching(/^reply event:acknowledged/),
      'reply event:worsened:critical',
      'reply event:acknowledgement-lapsed',
      'announce critical:0:0 @Alice',
      'edit edit',
    ]);
  });

  it('a mute ends the same way', async () => {
    await alarmed();
    await stage.said();
    await act((await incident()).id, alice, { kind: 'snooze', until: until(10).until }, stage);
    expect(await calls(12)).toEqual(['10h announce overdue:0:1 @Alice']);
  });

  it('whoever is given it is called at once, and stays the owner', async () => {
    await alarmed();
    await stage.said();
    await act((await incident()).id, alice, { kind: 'reassign', owners: [carol] }, stage);
    await stage.tick();
    expect(await stage.said()).toContain('announce overdue:0:1 @Carol');
    expect(await calls(5)).toEqual(['4h to Carol overdue:1:1:slack:user:U03CAROL @Carol']);
    expect(await incident()).toMatchObject({ owners: [carol], ownedBy: 'reassigned' });
  });
});

describe('an owner who left', () => {
  it('is passed over for the fallback, which is said', async () => {
    await alarmed();
    await stage.said();
    await stage.store.marks.set('people/gone', JSON.stringify([{ who: alice, since: noon }]));
    await stage.tick();
    expect(await stage.said()).toEqual([
      'reply event:owner-gone:slack:user:U01ALICE',
      'announce overdue:0:1 @Bob',
      'edit edit',
    ]);
    expect(await incident()).toMatchObject({ owners: [bob], ownedBy: 'fallback' });
  });
});

describe('a clock that ran ahead', () => {
  it('holds up no ladder when it is set right', async () => {
    await alarmed();
    await stage.said();
    stage.pass(4 * hourMs);
    await stage.tick();
    await stage.said();
    stage.pass(-300 * dayMs);
    await stage.tick();
    stage.pass(hourMs);
    await stage.tick();
    stage.pass(300 * dayMs);
    expect(await calls(13)).toContain('1h announce overdue:2:0 @Bob');
  });

  it('leaves no alarm unreviewed when it is set back over hours that were reviewed', async () => {
    await alarmed();
    await stage.said();
    for (let hour = 0; hour < 3; hour++) {
      await stage.tick();
      stage.pass(hourMs);
    }
    stage.pass(-3 * hourMs);
    const [incident] = await stage.incidents();
    await stage.store.endpoints.remove(incident?.told.endpoints[0]?.endpointId ?? '');
    await stage.tick();
    expect(await stage.incidents()).toEqual([]);
  });
});
