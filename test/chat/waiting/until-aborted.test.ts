import { expect, it } from 'vitest';
import { untilAborted } from '../../../src/chat/waiting/until-aborted.ts';

it('gives what comes, and ends with the source', async () => {
  const values = (async function* () {
    yield 1;
    yield 2;
  })();
  expect(await all(untilAborted(values, new AbortController().signal))).toEqual([1, 2]);
});

it('ends with the signal although the source hangs', async () => {
  const stopping = new AbortController();
  const hanging = (async function* () {
    yield 1;
    await new Promise(() => undefined);
  })();
  const seen: number[] = [];
  for await (const value of untilAborted(hanging, stopping.signal)) {
    seen.push(value);
    queueMicrotask(() => stopping.abort());
  }
  expect(seen).toEqual([1]);
});

it('passes on what the source throws', async () => {
  const failing = (async function* () {
    yield 1;
    throw new Error('broken');
  })();
  await expect(all(untilAborted(failing, new AbortController().signal))).rejects.toThrow('broken');
});

async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const seen: T[] = [];
  for await (const value of values) seen.push(value);
  return seen;
}
