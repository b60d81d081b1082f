import { expect, test } from 'vitest';
import { inLanes } from '../../src/monitor/looking/lanes.ts';

const signal = new AbortController().signal;

test('whoever keeps us waiting holds up nobody else, and is waited for at the end', async () => {
  const gate = Promise.withResolvers<void>();
  const seen: number[] = [];
  const waiting: number[] = [];
  const allSound = Promise.withResolvers<void>();
  const ended = inLanes(numbers(100), { concurrency: 2, signal, patienceMs: 1 }, async (number) => {
    if (number % 10 === 0) {
      waiting.push(number);
      await gate.promise;
      return false;
    }
    seen.push(number);
    if (seen.length === 90) allSound.resolve();
    return true;
  });
  // Ten wait in two lanes: with one lane for each of them it would never come to this.
  await allSound.promise;
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(waiting).toHaveLength(10);
  expect(isOver).toBe(false);
  gate.resolve();
  await ended;
  expect(isOver).toBe(true);
});

test('no more wait aside than may, and the next begins as soon as one of them is done', async () => {
  const gates: (() => void)[] = [];
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = inLanes(numbers(5), { concurrency: 1, signal, patienceMs: 1, mostAside: 2 }, (number) => {
    const gate = Promise.withResolvers<boolean>();
    gates.push(() => gate.resolve(false));
    if (number === 2) begun[0]?.resolve();
    if (number === 3) begun[1]?.resolve();
    return gate.promise;
  });
  await begun[0]?.promise;
  // Two aside and one in the lane.
  expect(gates).toHaveLength(3);
  gates[0]?.();
  await begun[1]?.promise;
  expect(gates).toHaveLength(4);
  for (let at = 1; at < 4; at += 1) gates[at]?.();
  while (gates.length < 5) await new Promise((resolve) => setImmediate(resolve));
  gates[4]?.();
  await ended;
});

test('an aborted signal lets nothing more begin', async () => {
  const stopping = new AbortController();
  const seen: number[] = [];
  await inLanes(numbers(100), { concurrency: 3, signal: stopping.signal }, async (number) => {
    seen.push(number);
    if (number === 10) stopping.abort();
    return true;
  });
  expect(seen.length).toBeLessThan(20);
});

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number;
}
