import { describe, expect, it } from 'vitest';
import type { CanaryFailure } from '../../src/core/watch/canary.ts';
import { lastCanary, sendCanaryIfDue } from '../../src/monitor/canary.ts';
import { after, dayMs, noon, ops } from '../support/store-fixtures.ts';
import { plainText, type WatchStage, watchStage } from '../support/watch-stage.ts';

const minuteMs = 60_000;
const blind: CanaryFailure = { listener: 'expired', words: 'the expired certificate was seen as healthy' };

function sent(stage: WatchStage, run: () => Promise<readonly CanaryFailure[]>, store = stage.store) {
  return sendCanaryIfDue({ ...stage, store, run, onQueued: () => undefined });
}

async function said(stage: WatchStage) {
  const told: string[] = [];
  for (;;) {
    const claimed = await stage.store.outbox.claim(stage.now(), 10, minuteMs);
    if (claimed.length === 0) return told;
    for (const { key, message, conversation, to } of claimed) {
      const where = to.kind === 'place' ? to.place.channel : to.who.id;
      told.push(`${where} ${conversation?.act}: ${plainText(message, stage.now()).split('\n')[0]}`);
      await stage.store.outbox.settle(key, { kind: 'sent', reference: key }, stage.now(), stage.now());
    }
  }
}

describe('the daily canary', () => {
  it('runs some minutes after the first start, then daily, in one of two processes', async () => {
    await using stage = await watchStage();
    const other = await stage.open();
    let runs = 0;
    const run = async () => {
      runs += 1;
      return [];
    };
    expect(await sent(stage, run)).toEqual(after(5 * minuteMs));
    stage.pass(5 * minuteMs);
    await Promise.all([sent(stage, run), sent(stage, run, other)]);
    expect(runs).toBe(1);
    expect(await lastCanary(stage.store.marks)).toEqual({ at: stage.now(), failures: [], alarm: null });
    expect(await sent(stage, run, other)).toEqual(after(dayMs + 5 * minuteMs));
    stage.pass(dayMs);
    await sent(stage, run, other);
    expect(runs).toBe(2);
    expect(await said(stage)).toEqual([]);
  });

  it('tells once a day while it fails twice in a row, and when it is well again', async () => {
    await using stage = await watchStage();
    await stage.store.digests.set({ place: ops, hour: 9, minute: 0, zone: 'UTC', setBy: 'Alice' } as never);
    let runs = 0;
    const failing = async () => {
      runs += 1;
      return [blind];
    };
    await sent(stage, failing);
    stage.pass(5 * minuteMs);
    await sent(stage, failing);
    expect(runs).toBe(2);
    expect(await said(stage)).toEqual([
      'C0OPS open: [bad] Notafter does not see what it must see. Do not rely on its silence until this is mended',
    ]);
    stage.pass(dayMs);
    await sent(stage, failing);
    expect((await said(stage)).map((line) => line.slice(0, 40))).toEqual([
      'C0OPS reply: [bad] Still so Tue 22 Sep, ',
      'C0OPS edit: [bad] Notafter does not see ',
    ]);
    stage.pass(dayMs);
    await sent(stage, async () => []);
    expect((await said(stage)).map((line) => line.slice(0, 20))).toEqual([
      'C0OPS reply: [good] ',
      'C0OPS edit: [good] N',
    ]);
    expect(await lastCanary(stage.store.marks)).toMatchObject({ failures: [], alarm: null });
  });

  it('says nothing of a run that was spoiled once, and that it could not be made at all', async () => {
    await using stage = await watchStage();
    await sent(stage, async () => []);
    stage.pass(5 * minuteMs);
    let runs = 0;
    await sent(stage, async () => (runs++ === 0 ? [blind] : []));
    expect(await said(stage)).toEqual([]);
    stage.pass(dayMs);
    await sent(stage, async () => {
      throw new Error('no space left on device');
    });
    expect(await said(stage)).toHaveLength(1);
    const last = await lastCanary(stage.store.marks);
    expect(last?.failures).toEqual([
      { listener: 'not-run', words: 'the daily test could not be made: no space left on device' },
    ]);
  });

  it('says the same once where who said it died before the books were written', async () => {
    await using stage = await watchStage();
    await sent(stage, async () => [blind]);
    stage.pass(5 * minuteMs);
    await sent(stage, async () => [blind]);
    await stage.store.marks.set('canary', null);
    stage.pass(10 * minuteMs);
    await sent(stage, async () => [blind]);
    expect(await said(stage)).toHaveLength(1);
  });

  it('is due at once after the clock was set back', async () => {
    await using stage = await watchStage();
    await sent(stage, async () => []);
    stage.pass(5 * minuteMs);
    await sent(stage, async () => []);
    stage.pass(-30 * dayMs);
    const next = await sent(stage, async () => []);
    expect(next).toEqual(after(-29 * dayMs + 5 * minuteMs, noon));
  });
});
