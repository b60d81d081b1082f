import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../../src/core/cache/answer-cache.ts';
import { createLayeredCache } from '../../../src/core/cache/layered-cache.ts';
import type { AnswerStore } from '../../../src/core/store/past.ts';

const now = new Date('2026-06-15T12:00:00Z');
const later = new Date('2026-06-16T12:00:00Z');
const bytes = Buffer.from('answer');
const log = { debug() {}, info() {}, warn() {}, error() {} };

function layered(answers: () => Promise<AnswerStore | null>) {
  return createLayeredCache({ memory: createMemoryCache(() => now), answers, now: () => now, log });
}

function fakeStore(
  changes: Partial<AnswerStore> = {},
): AnswerStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    async get(key) {
      const found = kept.get(key);
      return found === undefined ? null : { bytes: found, until: later };
    },
    async put(key, value) {
      kept.set(key, value);
    },
    ...changes,
  };
}

describe('a cache with a store behind it', () => {
  it('asks the store once, then its own memory', async () => {
    let asked = 0;
    const store = fakeStore({
      async get() {
        asked += 1;
        return { bytes, until: later };
      },
    });
    const cache = layered(async () => store);
    expect(await cache.get('k')).toBe(bytes);
    expect(await cache.get('k')).toBe(bytes);
    expect(asked).toBe(1);
  });

  it('writes through, and settles when that is done', async () => {
    const store = fakeStore();
    const cache = layered(async () => store);
    await cache.put('k', bytes, later);
    await cache.settled();
    expect(store.kept.get('k')).toBe(bytes);
  });

  it('goes on alone where there is no store, or one that fails', async () => {
    const broken = fakeStore({
      get: () => Promise.reject(new Error('damaged')),
      put: () => Promise.reject(new Error('disk full')),
    });
    for (const answers of [async () => null, async () => broken, () => Promise.reject(new Error('no'))]) {
      const cache = layered(answers);
      expect(await cache.get('k')).toBeNull();
      await cache.put('k', bytes, later);
      await cache.settled();
      expect(await cache.get('k')).toBe(bytes);
    }
  });

  it('does not wait for a store that hangs', async () => {
    const cache = layered(async () => fakeStore({ get: () => new Promise(() => {}) }));
    expect(await cache.get('k')).toBeNull();
  });
});
