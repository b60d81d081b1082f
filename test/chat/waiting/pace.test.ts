import { describe, expect, it } from 'vitest';
import { pace } from '../../../src/chat/waiting/pace.ts';
import { nextTurn, unhandledRejections } from '../../support/unhandled-rejections.ts';

const hours = 10 * 60 * 60_000;

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of source) all.push(value);
  return all;
}

async function* count(most: number): AsyncGenerator<number> {
  for (let value = 1; value <= most; value += 1) yield value;
}

describe('pacing', () => {
  it('gives the first at once, the newest per gap, and never waits for a gap at the end', async () => {
    expect(await collect(pace(count(0), hours))).toEqual([]);
    expect(await collect(pace(count(1), hours))).toEqual([1]);
    expect(await collect(pace(count(2), hours))).toEqual([1, 2]);
    expect(await collect(pace(count(9), hours))).toEqual([1, 9]);
  });

  it('gives everything that comes slower than the gap', async () => {
    const seen = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    async function* slow() {
      yield 'a';
      await seen[0]?.promise;
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield 'b';
      await seen[1]?.promise;
      yield 'c';
    }
    const got: string[] = [];
    for await (const value of pace(slow(), 1)) {
      seen[got.length]?.resolve();
      got.push(value);
    }
    expect(got).toEqual(['a', 'b', 'c']);
  });

  it('passes on what the source throws, after its first value or amid a gap', async () => {
    const reasons = unhandledRejections();
    async function* failing(first: number) {
      yield* count(first);
      throw new Error('boom');
    }
    for (const first of [0, 1, 2, 3]) {
      await expect(collect(pace(failing(first), hours))).rejects.toThrow('boom');
    }
    await nextTurn();
    expect(reasons).toEqual([]);
  });

  it('leaves no rejection behind when the reader is slow or gone', async () => {
    const reasons = unhandledRejections();
    async function* failing() {
      yield 1;
      throw new Error('boom');
    }
    await expect(
      (async () => {
        for await (const _value of pace(failing(), hours)) await nextTurn();
      })(),
    ).rejects.toThrow('boom');
    for await (const _value of pace(failing(), hours)) break;
    await nextTurn();
    expect(reasons).toEqual([]);
  });

  it('ends the source when the reader has enough', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (let value = 1; ; value += 1) yield value;
      } finally {
        isClosed = true;
      }
    }
    for await (const _value of pace(endless(), hours)) break;
    expect(isClosed).toBe(true);
  });

  it('keeps no timer when the source fails in the gap', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const fail = Promise.withResolvers<never>();
    async function* failing() {
      yield 1;
      await fail.promise;
    }
    const reading = collect(pace(failing(), hours));
    await nextTurn();
    fail.reject(new Error('boom'));
    await expect(reading).rejects.toThrow('boom');
    await nextTurn();
    expect(timers()).toBe(before);
  });
});
