import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { after, noon, notificationOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const script = fileURLToPath(new URL('../processes/store-process.ts', import.meta.url));

export function processContract(stage: ContractStage): void {
  describe('several processes', () => {
    test('starting at once on an empty place, all of them find it ready', async () => {
      const place = await stage.newPlace();
      const lines = await Promise.all([1, 2, 3, 4].map((n) => linesOf(place, 'open', `p${n}`)));
      expect(lines).toEqual([['opened'], ['opened'], ['opened'], ['opened']]);
    });

    test('queueing and claiming at once: nothing lost, nothing handed to two', async () => {
      const place = await stage.place();
      const lines = await Promise.all(['one', 'two'].map((name) => linesOf(place, 'both', name)));
      const said = lines.flat();
      expect(said.filter((line) => line.startsWith('failed'))).toEqual([]);
      const queued = said.filter((line) => line.startsWith('queued ')).map((line) => line.slice(7));
      // 30 common keys, and 30 of each process's own.
      expect(new Set(queued).size).toBe(90);
      expect(queued.length).toBe(90);
      const claimed = said.filter((line) => line.startsWith('claimed ')).map((line) => line.slice(8));
      const left = await (await stage.open()).outbox.claim(after(2), 99, 1000);
      expect([...claimed, ...left.map((one) => one.key)].toSorted()).toEqual(queued.toSorted());
    });

    test('a slot is claimed by exactly one of them', async () => {
      const place = await stage.place();
      const lines = await Promise.all(['one', 'two', 'three'].map((name) => linesOf(place, 'slots', name)));
      expect(lines.flat().length).toBe(40);
      expect(new Set(lines.flat()).size).toBe(40);
    });

    test('killed while queueing: every acknowledged notification is there', async () => {
      const child = start(await stage.place(), 'queue-for-ever', 'victim');
      const acknowledged: string[] = [];
      for await (const line of linesFrom(child)) {
        acknowledged.push(line.replace('queued ', ''));
        if (acknowledged.length === 25) child.kill('SIGKILL');
      }
      const store = await stage.open();
      for (const key of acknowledged) expect(await store.outbox.queue([notificationOf(key)], noon)).toBe(0);
    });

    test('killed between claiming and settling: it comes back when the lease ends', async () => {
      const store = await stage.open();
      await store.outbox.queue([notificationOf('a')], noon);
      const child = start(await stage.place(), 'claim-and-hang', 'victim');
      for await (const line of linesFrom(child)) {
        expect(line).toBe('claimed a');
        child.kill('SIGKILL');
      }
      expect(await store.outbox.claim(after(59_999), 9, 1000)).toEqual([]);
      const [again] = await store.outbox.claim(after(60_000), 9, 1000);
      expect(again).toMatchObject({ key: 'a', attempts: 2 });
    });
  });
}

function start(place: string, part: string, name: string): ChildProcess {
  return spawn(process.execPath, [script, place, part, name], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function* linesFrom(child: ChildProcess): AsyncGenerator<string> {
  if (child.stdout === null) throw new Error('the child has no standard output');
  const ended = once(child, 'exit');
  yield* createInterface({ input: child.stdout });
  await ended;
}

async function linesOf(place: string, part: string, name: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesFrom(start(place, part, name))) lines.push(line);
  return lines;
}
