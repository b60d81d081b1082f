import { describe, expect, it } from 'vitest';
import { createHistory, observationKey } from '../../../src/core/past/history.ts';
import type { PastLooks } from '../../../src/core/past/snapshot.ts';
import type { ObservationStore } from '../../../src/core/store/past.ts';
import { parseTarget } from '../../../src/core/target.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const target = parseTarget('api.example.org');
const looks: PastLooks = { last: { at: new Date(0), parts: {} }, lastGood: null };

function historyOver(observations: () => Promise<ObservationStore | null>) {
  return createHistory({ observations, from: 'here', log });
}

function storeInMemory(): ObservationStore {
  const kept = new Map<string, PastLooks>();
  return {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, value) => {
      kept.set(key, value);
    },
  };
}

describe('the history of a target', () => {
  it('is what was remembered of just this target', async () => {
    const store = storeInMemory();
    const history = historyOver(async () => store);
    history.remember(target, looks);
    await history.settled();
    expect(await history.recall(target)).toEqual(looks);
    expect(await history.recall(parseTarget('api.example.org:8443'))).toBeNull();
  });

  it('has a key for each target, address, client and place, and no secret of a URL in it', () => {
    const variants = [
      observationKey(target, 'here'),
      observationKey(target, 'fra1'),
      observationKey(parseTarget('api.example.org', '192.0.2.7'), 'here'),
      observationKey({ ...target, client: 'payments' }, 'here'),
      observationKey(parseTarget('https://api.example.org/?token=hunter2'), 'here'),
    ];
    expect(new Set(variants).size).toBe(variants.length);
    expect(variants.join()).toMatch(/^[0-9a-f,]+$/);
  });

  it('costs nothing but itself where the store is missing, fails or hangs', async () => {
    const failing: ObservationStore = {
      get: () => Promise.reject(new Error('damaged')),
      put: () => Promise.reject(new Error('disk full')),
    };
    const hanging: ObservationStore = { get: () => new Promise(() => {}), put: async () => {} };
    for (const store of [
      async () => null,
      async () => failing,
      async () => hanging,
      () => Promise.reject(new Error('no')),
    ]) {
      const history = historyOver(store);
      expect(await history.recall(target)).toBeNull();
      history.remember(target, looks);
      await history.settled();
    }
  });
});
