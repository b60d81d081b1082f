import { describe, expect, it } from 'vitest';
import { keepHistory } from '../../src/monitor/keep-history.ts';
import { incidentOf } from '../support/store-contract/incidents.ts';
import { dayMs, newEndpoint, notificationOf, sightingOf } from '../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../support/watch-stage.ts';

const begin = new Date(0);

async function lookDaily(stage: WatchStage, ids: readonly string[], days: number): Promise<void> {
  for (let half = 0; half < days * 24; half += 1) {
    const at = stage.now();
    for (const id of ids) await stage.store.endpoints.recordLook(sightingOf(id, { at }), [], at);
    stage.pass(dayMs / 24);
  }
}

describe('keeping history', () => {
  it('rolls up and forgets once a day, whoever asks, and goes on where it was cut off', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const ids: string[] = [];
    for (const name of ['a.example', 'b.example']) {
      ids.push((await store.endpoints.add(newEndpoint(name), now()))?.id ?? '');
    }
    await lookDaily(stage, ids, 12);
    const other = await stage.open();
    const cut = AbortSignal.abort();
    const work = { now, rawDays: 3, rollupDays: 7, auditDays: 9 };
    await keepHistory({ ...work, store, signal: cut });
    expect((await store.looks.of(ids[0] ?? '', begin)).days).toEqual([]);
    expect(await store.slots.latest('history')).toBeNull();
    stage.pass(5 * 60_000);
    const nexts = await Promise.all(
      [store, other].map((handle) => keepHistory({ ...work, store: handle, signal: stage.signal })),
    );
    for (const next of nexts) expect(next.getTime() % dayMs).toBe(0);
    for (const id of ids) {
      const { days, runs } = await store.looks.of(id, begin);
      expect(days).toMatchObject([{ days: 4, spent: { healthy: dayMs } }]);
      expect(runs).toHaveLength(1);
    }
    const slot = await store.slots.latest('history');
    await keepHistory({ ...work, store, signal: stage.signal });
    expect(await store.slots.latest('history')).toEqual(slot);
  });

  it('is not held up by a day that a wrong clock had done already', async () => {
    await using stage = await watchStage();
    const { store, now, signal } = stage;
    const id = (await store.endpoints.add(newEndpoint('a.example'), now()))?.id ?? '';
    await store.slots.claim('history', new Date('2036-01-01T00:00:00Z'), now());
    await lookDaily(stage, [id], 3);
    await keepHistory({ store, now, signal, rawDays: 1, rollupDays: 9, auditDays: 9 });
    expect((await store.looks.of(id, begin)).days).toHaveLength(2);
  });

  it('forgets alarms that ended long ago with what was said of them, whatever history is kept', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const work = { store, now, signal: stage.signal, rawDays: 3, rollupDays: 7, auditDays: 9 };
    const endedAt = now();
    await store.incidents.save([incidentOf('over', { endedAt, end: 'renewed' })], [], endedAt);
    await store.outbox.queue([notificationOf('alarm:over:open')], endedAt);
    await store.outbox.settle('alarm:over:open', { kind: 'sent', reference: 'r' }, endedAt, endedAt);
    stage.pass(99 * dayMs);
    await keepHistory(work);
    expect(await store.incidents.find('over')).not.toBeNull();
    stage.pass(2 * dayMs);
    await keepHistory(work);
    expect(await store.incidents.find('over')).toBeNull();
    expect(await store.outbox.fate('alarm:over:open')).toBeNull();
  });
});
