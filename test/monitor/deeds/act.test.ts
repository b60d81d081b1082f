import { describe, expect, it } from 'vitest';
import type { Deed } from '../../../src/core/services.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { Incident } from '../../../src/core/watch/alarm/incident.ts';
import { act } from '../../../src/monitor/deeds/act.ts';
import { onIt, sampleIncident } from '../../support/samples/sample-incident.ts';
import { after, alice, bob, dayMs, noon, oncall } from '../../support/store-fixtures.ts';
import { plainText, watchStage } from '../../support/watch-stage.ts';

type Quick = Exclude<Deed, { kind: 'recheck' }>;
const hourMs = 3_600_000;
const acknowledge: Quick = { kind: 'acknowledge', until: after(2 * hourMs), reason: 'DNS' };

async function opened(store: Store, change: Partial<Incident> = {}): Promise<Incident> {
  const incident = sampleIncident({ version: 0, ...change });
  expect(await store.incidents.save([incident], [], noon)).toBe(true);
  return { ...incident, version: 1 };
}

async function said(store: Store): Promise<readonly string[]> {
  const claimed = await store.outbox.claim(after(hourMs), 100, 1);
  return claimed.map(({ conversation, message }) => `${conversation?.act}: ${message.summary}`);
}

describe('a deed', () => {
  it('is saved with what is said in the thread, the head rewritten and the audit log', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const { id } = await opened(store);
    const outcome = await act(id, bob, acknowledge, { store, now });
    expect(outcome).toMatchObject({ kind: 'done', incident: { version: 2 } });
    expect(await store.incidents.find(id)).toMatchObject({
      acknowledged: { by: bob, until: after(2 * hourMs), reason: 'DNS', state: 'critical' },
      nextAt: noon,
      version: 2,
    });
    const [first] = await store.outbox.claim(after(1), 10, 1);
    expect(first).toMatchObject({
      key: `alarm:${id}:event:acknowledged:2`,
      conversation: { id, act: 'reply' },
    });
    expect(await store.audit.list(9, id)).toEqual([
      {
        at: noon,
        who: bob,
        did: 'alarm on-it',
        to: id,
        words: 'pay.example.com (critical): on it until 2026-09-21T14:00:00.000Z: DNS',
      },
    ]);
  });

  it('mentions nobody and shows the head as it is now', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const { id } = await opened(store);
    await act(id, bob, acknowledge, { store, now });
    const texts: string[] = [];
    for (;;) {
      const [next] = await store.outbox.claim(after(hourMs), 1, hourMs);
      if (next === undefined) break;
      texts.push(plainText(next.message, noon));
      await store.outbox.settle(next.key, { kind: 'sent', reference: 'C:1' }, noon, noon);
    }
    expect(texts).toHaveLength(2);
    expect(texts.join('\n')).not.toContain('!');
    expect(texts[1]).toContain('[warning] The certificate of pay.example.com is about to expire');
    expect(texts[1]).toContain('Bob is on it since');
  });

  it.each<[string, Quick]>([
    ['on it', acknowledge],
    ['snooze', { kind: 'snooze', until: after(hourMs) }],
    ['reassign', { kind: 'reassign', owners: [oncall] }],
  ])('done twice is done once: %s', async (_name, deed) => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const { id } = await opened(store);
    expect((await act(id, bob, deed, { store, now })).kind).toBe('done');
    stage.pass(5000);
    const again =
      deed.kind === 'acknowledge' || deed.kind === 'snooze'
        ? { ...deed, until: after(5000, deed.until ?? noon) }
        : deed;
    expect((await act(id, bob, again, { store, now })).kind).toBe('unchanged');
    expect(await store.audit.list(9)).toHaveLength(1);
    expect((await store.incidents.find(id))?.version).toBe(2);
  });

  it('does nothing about an alarm that is over, or that never was', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const { id } = await opened(store, { endedAt: noon, end: 'renewed' });
    const deeds: readonly Quick[] = [
      acknowledge,
      { kind: 'release' },
      { kind: 'snooze', until: after(hourMs) },
      { kind: 'reassign', owners: [bob] },
    ];
    for (const deed of deeds) {
      expect((await act(id, bob, deed, { store, now })).kind).toBe('over');
      expect((await act('nobody', bob, deed, { store, now })).kind).toBe('unknown');
    }
    expect(await said(store)).toEqual([]);
    expect(await store.audit.list(9)).toEqual([]);
  });

  it('is decided again on what another process saved meanwhile', async () => {
    await using stage = await watchStage();
    const { now } = stage;
    const [one, other] = [await stage.open(), await stage.open()];
    const { id } = await opened(one);
    const outcomes = await Promise.all([
      act(id, bob, acknowledge, { store: one, now }),
      act(id, alice, { kind: 'snooze', until: after(hourMs) }, { store: other, now }),
      act(id, alice, { ...acknowledge, reason: 'me too' }, { store: other, now }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    const incident = await one.incidents.find(id);
    expect(incident).toMatchObject({ version: 4, snoozedUntil: after(hourMs) });
    expect(await one.audit.list(9, id)).toHaveLength(3);
  });

  it('holds for 14 days at most, and never past the end of the certificate', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const lapse = await opened(store);
    const far: Quick = { kind: 'snooze', until: after(400 * dayMs) };
    await act(lapse.id, bob, far, { store, now });
    expect((await store.incidents.find(lapse.id))?.snoozedUntil).toEqual(after(3 * dayMs));
    await act(lapse.id, bob, { kind: 'acknowledge', until: null, reason: null }, { store, now });
    expect((await store.incidents.find(lapse.id))?.acknowledged?.until).toEqual(after(3 * dayMs));
    const trouble = await opened(store, { id: 'other', problem: 'untrusted', state: 'untrusted' });
    await act(trouble.id, bob, far, { store, now });
    expect((await store.incidents.find(trouble.id))?.snoozedUntil).toEqual(after(14 * dayMs));
  });
});

describe('who has it', () => {
  it('hands it back: nobody is called at once, the next in line after the usual pause', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const { id } = await opened(store, { acknowledged: onIt(bob), snoozedUntil: after(dayMs) });
    stage.pass(hourMs);
    expect((await act(id, alice, { kind: 'release' }, { store, now })).kind).toBe('done');
    expect(await store.incidents.find(id)).toMatchObject({
      acknowledged: null,
      snoozedUntil: null,
      ladder: { rung: 0, climbedAt: after(hourMs), turn: 0 },
    });
    expect((await act(id, alice, { kind: 'release' }, { store, now })).kind).toBe('unchanged');
  });

  it('gives it away: the ladder begins again with the new owners, a turn later', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const { id } = await opened(store, {
      acknowledged: onIt(bob),
      snoozedUntil: after(dayMs),
      ladder: { rung: 2, climbedAt: noon, turn: 4 },
    });
    await act(id, bob, { kind: 'reassign', owners: [oncall, alice] }, { store, now });
    expect(await store.incidents.find(id)).toMatchObject({
      owners: [oncall, alice],
      ownedBy: 'reassigned',
      acknowledged: null,
      snoozedUntil: null,
      ladder: { rung: null, climbedAt: null, turn: 5 },
      nextAt: noon,
    });
  });
});
