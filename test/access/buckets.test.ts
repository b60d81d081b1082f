import { describe, expect, it } from 'vitest';
import { type Bucket, createLimiter, takeFrom } from '../../src/access/buckets.ts';

/** Numbers from 0 to 1 that are the same at every run (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a bucket', () => {
  it('never gives more in any span than it holds and what flows in, however the clock goes', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = numbers(seed);
      const perMinute = 1 + Math.floor(next() * 40);
      let bucket: Bucket | null = null;
      let nowMs = 0;
      const given: { readonly at: number; readonly cost: number }[] = [];
      for (let step = 0; step < 60; step += 1) {
        nowMs += Math.floor(next() * 6000);
        const cost = 1 + Math.floor(next() * 5);
        const taken = takeFrom(bucket, cost, { perMinute }, nowMs);
        if (taken.taken) {
          given.push({ at: nowMs, cost: Math.min(cost, perMinute) });
          bucket = taken.bucket;
        } else {
          expect(takeFrom(bucket, cost, { perMinute }, nowMs + taken.waitMs).taken).toBe(true);
          expect(takeFrom(bucket, cost, { perMinute }, nowMs + taken.waitMs - 2).taken).toBe(false);
        }
      }
      for (const [from, first] of given.entries()) {
        let sum = 0;
        for (const { at, cost } of given.slice(from)) {
          sum += cost;
          expect(sum).toBeLessThanOrEqual(perMinute + ((at - first.at) * perMinute) / 60_000 + 1e-6);
        }
      }
    }
  });

  it('gives nothing for a clock that is set back', () => {
    const empty = { left: 0, atMs: 100_000 };
    expect(takeFrom(empty, 1, { perMinute: 60 }, 0)).toEqual({ taken: false, waitMs: 1000 });
  });

  it('is one for each key, and none where nothing is limited', () => {
    const now = () => new Date(0);
    const limiter = createLimiter({ perMinute: 2 }, now);
    expect(['a', 'a', 'b', 'a'].map((key) => limiter.take(key, 1))).toEqual([0, 0, 0, 30_000]);
    expect(createLimiter({ perMinute: 0 }, now).take('a', 99)).toBe(0);
  });
});
