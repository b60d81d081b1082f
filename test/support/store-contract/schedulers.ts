import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import { sendCanaryIfDue } from '../../../src/monitor/canary.ts';
import { postDueDigests } from '../../../src/monitor/digest/post.ts';
import { claimTurn } from '../../../src/monitor/timing/claim-turn.ts';
import { type CommonClock, createCommonClock } from '../../../src/monitor/timing/common-clock.ts';
import { setDigest, sweepSlot } from '../../../src/monitor/timing/schedule.ts';
import { randomFrom } from '../simulation/random.ts';
import { after, dayMs, noon, ops } from '../store-fixtures.ts';
import { recordingLog } from '../watch-stage.ts';
import type { ContractStage } from './contract-stage.ts';

const hourMs = 3_600_000;
const intervalMs = hourMs;
const steps = 24;
const stepMs = 2 * hourMs;

type Scheduler = {
  readonly store: Store;
  readonly own: { offMs: number };
  readonly clock: CommonClock;
  readonly now: () => Date;
};

export function schedulerContract(stage: ContractStage): void {
  describe('three schedulers, whose own clocks are an hour apart and jump', () => {
    test.each([1, 2])('do each sweep, digest and canary once (seed %i)', async (seed) => {
      const random = randomFrom(seed).next;
      const log = recordingLog();
      let passedMs = 0;
      const sweeps: number[] = [];
      const canaries: number[] = [];
      let digests = 0;
      const schedulers: Scheduler[] = [];
      for (const offMs of [-hourMs, 0, hourMs]) {
        const store = await stage.open();
        const own = { offMs };
        const clock = createCommonClock({
          ...{ own: () => after(passedMs + own.offMs), stopwatch: () => passedMs, log },
        });
        await clock.follow(async () => after(passedMs));
        schedulers.push({ store, own, clock, now: clock.now });
      }
      const [first] = schedulers;
      if (first === undefined) throw new Error('there are none');
      await setDigest(first.store, { place: ops, cron: '0 9 * * *', zone: 'UTC', setBy: 'Alice' }, noon);
      const signal = new AbortController().signal;

      async function work({ store, now }: Scheduler): Promise<void> {
        if (await claimTurn(store, 'sweep', intervalMs, now()))
          sweeps.push(sweepSlot(intervalMs, now()).getTime());
        const run = async () => {
          canaries.push(now().getTime());
          return [];
        };
        await sendCanaryIfDue({ store, now, signal, log, run, onQueued: () => undefined });
        await postDueDigests({
          ...{ store, now, log, random, signal, watchFile: null, diagnose: nobodyLooks, draw: nothingDrawn },
          onQueued: () => (digests += 1),
        });
      }

      for (let step = 0; step < steps; step++) {
        passedMs = step * stepMs;
        for (const { own } of schedulers) {
          if (random() < 0.3) own.offMs = Math.round((random() - 0.5) * 4 * dayMs);
        }
        await Promise.all(schedulers.map(work));
      }
      for (const { clock } of schedulers) clock.stop();
      const due = Array.from({ length: steps }, (_, step) =>
        sweepSlot(intervalMs, after(step * stepMs)).getTime(),
      );
      expect(sweeps).toEqual(due);
      expect(canaries).toEqual([after(stepMs).getTime(), after(stepMs + dayMs).getTime()]);
      expect(digests).toBe(2);
    });
  });
}

function nobodyLooks(): never {
  throw new Error('nothing is watched');
}

async function nothingDrawn(): Promise<Buffer> {
  return Buffer.alloc(0);
}
