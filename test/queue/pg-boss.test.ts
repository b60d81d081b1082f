import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openQueue } from '../../src/queue/index.ts';
import { asSuperuser, emptiedDatabase, hasPostgres } from '../support/postgres/database.ts';
import { queueContract, untilEmpty } from '../support/queue/queue-contract.ts';

const script = fileURLToPath(new URL('../support/queue/queue-process.ts', import.meta.url));

describe.skipIf(!hasPostgres)('a queue in a real PostgreSQL', () => {
  queueContract('pg-boss', async (options) => openQueue((await emptiedDatabase()).location, options));

  test('what a killed process was at is done by another', async () => {
    const { location } = await emptiedDatabase();
    await using queue = disposable(await openQueue(location));
    await queue.send('killed', [{ key: 'a', data: 'a' }]);
    const child = start(location, 'killed', 'hang', 'victim');
    for await (const said of linesFrom(child)) if (said === 'victim "a" 1') child.kill('SIGKILL');
    // What ten seconds of silence are for whoever waits.
    const age = `update notafter_queue.job set heartbeat_on = heartbeat_on - interval '1 minute' where name = 'killed'`;
    await asSuperuser(age, location);
    const attempts: number[] = [];
    await queue.work('killed', { atOnce: 1 }, async ({ attempt }) => void attempts.push(attempt));
    await untilEmpty(queue, 'killed');
    expect(attempts).toEqual([2]);
  });

  test('several processes share the work, and each job is done by one', async () => {
    const { location } = await emptiedDatabase();
    await using queue = disposable(await openQueue(location));
    const workers = ['one', 'two'].map((name) => start(location, 'shared', 'work', name));
    const said: string[] = [];
    const ready = workers.map(async (child) => {
      for await (const line of linesFrom(child)) said.push(line);
    });
    while (said.filter((line) => line === 'ready').length < 2) await pause();
    const jobs = Array.from({ length: 300 }, (_, n) => ({ key: String(n), data: n }));
    expect(await queue.send('shared', jobs)).toBe(300);
    await untilEmpty(queue, 'shared');
    for (const child of workers) child.kill('SIGKILL');
    await Promise.all(ready);
    const done = said.filter((line) => line !== 'ready');
    expect(done.length).toBe(300);
    expect(new Set(done.map((line) => line.split(' ')[1])).size).toBe(300);
    expect(new Set(done.map((line) => line.split(' ')[0]))).toEqual(new Set(['one', 'two']));
  });

  test('several that start at once on an empty database all find it ready', async () => {
    const { location } = await emptiedDatabase();
    await asSuperuser('drop schema if exists notafter_queue cascade', location);
    const queues = await Promise.all([1, 2, 3].map(() => openQueue(location)));
    const added = await Promise.all(queues.map((queue) => queue.send('first', [{ key: 'a', data: 1 }])));
    expect(added.toSorted()).toEqual([0, 0, 1]);
    await Promise.all(queues.map((queue) => queue.close()));
  });

  test('one that cannot be reached is said in words', async () => {
    await expect(openQueue('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(/is not there/);
  });
});

function start(location: string, line: string, part: string, name: string): ChildProcess {
  return spawn(process.execPath, [script, location, line, part, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function* linesFrom(child: ChildProcess): AsyncGenerator<string> {
  if (child.stdout === null) throw new Error('the child has no standard output');
  const ended = once(child, 'exit');
  yield* createInterface({ input: child.stdout });
  await ended;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

function disposable<T extends { close(): Promise<void> }>(one: T): T & AsyncDisposable {
  return { ...one, [Symbol.asyncDispose]: () => one.close() };
}
