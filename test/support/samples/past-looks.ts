import type { History } from '../../../src/core/past/history.ts';
import type { PastLooks } from '../../../src/core/past/snapshot.ts';
import { targetUrl } from '../../../src/core/target.ts';

/** A history that lives as long as the test. */
export function historyInMemory(): History {
  const kept = new Map<string, PastLooks>();
  return {
    recall: async (target) => kept.get(targetUrl(target)) ?? null,
    remember(target, looks) {
      kept.set(targetUrl(target), looks);
    },
  };
}
