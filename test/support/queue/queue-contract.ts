import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Job, Queue } from '../../../src/core/queue.ts';
import type { Retries } from '../../../src/queue/retries.ts';
import { recordingLog } from '../watch-stage.ts';

export type OpenQueue = (options: {
  readonly log: ReturnType<typeof recordingLog>;
  readonly retries: Retries;
}) => Promise<Queue>;

const retries = { mostTries: 3, firstPauseSeconds: 0 };
let queues = 0;

/** Everything a queue must keep, in one call. */
export function queueContract(name: string, openQueue: OpenQueue): void {
  describe(`queue contract: ${name}`, () => {
    const opened: Queue[] = [];
    afterEach(async () => {
      for (const queue of opened.splice(0)) await queue.close();
    });

    async function open(log = recordingLog()) {
      const queue = await openQueue({ log, retries });
      opened.push(queue);
      queues += 1;
      return { queue, line: `line.eu-${queues}` };
    }

    test('a job comes with what was sent, once, and is then gone', async () => {
      const { queue, line } = await open();
      const data = { text: 'ä"\u2028', list: [1, null, true], none: {} };
      expect(await queue.send(line, [{ key: 'a', data }])).toBe(1);
      expect(await queue.pending(line)).toBe(1);
      const seen: Job[] = [];
      await queue.work(line, { atOnce: 2 }, async (job) => void seen.push(job));
      await untilEmpty(queue, line);
      expect(seen).toEqual([{ id: expect.any(String), data, attempt: 1 }]);
    });

    test('data that is no object comes as it is', async () => {
      const { queue, line } = await open();
      const all = ['text', 7, null, [1]];
      await queue.send(
        line,
        all.map((data, n) => ({ key: String(n), data })),
      );
      const seen: unknown[] = [];
      await queue.work(line, { atOnce: 1 }, async ({ data }) => void seen.push(data));
      await untilEmpty(queue, line);
      expect(seen).toEqual(all);
    });

    test('a key is queued once until its job is done, also while it is worked at', async () => {
      const { queue, line } = await open();
      const twice = [
        { key: 'a', data: 1 },
        { key: 'a', data: 2 },
        { key: 'b', data: 3 },
      ];
      expect(await queue.send(line, twice)).toBe(2);
      expect(await queue.send(line, twice)).toBe(0);
      const began = Promise.withResolvers<void>();
      const leave = Promise.withResolvers<void>();
      await queue.work(line, { atOnce: 5 }, async () => {
        began.resolve();
        await leave.promise;
      });
      await began.promise;
      expect(await queue.send(line, twice)).toBe(0);
      leave.resolve();
      await untilEmpty(queue, line);
      expect(await queue.send(line, twice)).toBe(2);
    });

    test('two queues keep out of each other', async () => {
      const { queue, line } = await open();
      await queue.send(`${line}/other`, [{ key: 'a', data: 'other' }]);
      expect(await queue.send(line, [{ key: 'a', data: 'mine' }])).toBe(1);
      const seen: unknown[] = [];
      await queue.work(line, { atOnce: 1 }, async ({ data }) => void seen.push(data));
      await untilEmpty(queue, line);
      expect(seen).toEqual(['mine']);
      expect(await queue.pending(`${line}/other`)).toBe(1);
    });

    test('as many are worked at as was asked for, and never more', async () => {
      const { queue, line } = await open();
      const jobs = Array.from({ length: 40 }, (_, n) => ({ key: String(n), data: n }));
      expect(await queue.send(line, jobs)).toBe(40);
      let now = 0;
      let most = 0;
      const seen = new Set<unknown>();
      await queue.work(line, { atOnce: 4 }, async ({ data }) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise(setImmediate);
        seen.add(data);
        now -= 1;
      });
      await untilEmpty(queue, line);
      expect(most).toBe(4);
      expect(seen.size).toBe(40);
    });

    test('nothing is taken while the worker has no room, and then one by one', async () => {
      const { queue, line } = await open();
      await queue.send(
        line,
        [1, 2, 3].map((data) => ({ key: String(data), data })),
      );
      let room = 0;
      let asked = 0;
      const seen: unknown[] = [];
      const mayTake = () => {
        asked += 1;
        return room > seen.length;
      };
      await queue.work(line, { atOnce: 9, mayTake }, async ({ data }) => void seen.push(data));
      while (asked < 3) await pause();
      expect(seen).toEqual([]);
      room = 2;
      while (seen.length < 2) await pause();
      const before = asked;
      while (asked < before + 2) await pause();
      expect(seen).toEqual([1, 2]);
      room = 3;
      await untilEmpty(queue, line);
    });

    test('a handler that throws is tried again, and given up with a line in the log', async () => {
      const log = recordingLog();
      const { queue, line } = await open(log);
      await queue.send(line, [
        { key: 'mends', data: 1 },
        { key: 'never', data: 2 },
      ]);
      const seen: string[] = [];
      await queue.work(line, { atOnce: 1 }, async ({ data, attempt }) => {
        seen.push(`${String(data)}/${attempt}`);
        if (data === 2 || attempt < 2) throw new Error('no luck');
      });
      await untilEmpty(queue, line);
      expect(seen.toSorted()).toEqual(['1/1', '1/2', '2/1', '2/2', '2/3']);
      expect(log.lines.filter((said) => said.startsWith('error'))).toEqual(['error a job was given up']);
      // What was given up may be asked for anew.
      expect(await queue.send(line, [{ key: 'never', data: 2 }])).toBe(1);
    });

    test('stopping aborts what is being done, waits for it, and leaves it to the next', async () => {
      const { queue, line } = await open();
      await queue.send(line, [{ key: 'a', data: 1 }]);
      const began = Promise.withResolvers<void>();
      let over = false;
      const work = await queue.work(line, { atOnce: 1 }, async (_job, signal) => {
        began.resolve();
        await once(signal, 'abort');
        over = true;
        throw new Error('undone');
      });
      await began.promise;
      await work.stop();
      expect(over).toBe(true);
      expect(await queue.pending(line)).toBe(1);
      const done = Promise.withResolvers<void>();
      await queue.work(line, { atOnce: 1 }, async () => done.resolve());
      await done.promise;
      await untilEmpty(queue, line);
    });

    test('after closing nothing is worked at any more', async () => {
      const { queue, line } = await open();
      await queue.work(line, { atOnce: 1 }, async () => undefined);
      await queue.close();
      opened.splice(0);
    });
  });
}

export async function untilEmpty(queue: Queue, line: string): Promise<void> {
  while ((await queue.pending(line)) > 0) await pause();
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
