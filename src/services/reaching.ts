import { networksFor } from '../access/networks-for.ts';
import type { AccessRules } from '../access/rules.ts';
import type { Reach } from '../core/access/reach.ts';
import type { AnswerCache } from '../core/cache/answer-cache.ts';
import type { Reaching } from '../diagnose/diagnose.ts';
import type { Network } from '../net/network.ts';

export type ReachingWorld = {
  readonly network: Network;
  readonly cache: AnswerCache;
  readonly rules: () => Promise<AccessRules>;
};

/** Those of rules that are over stay until so many others came. */
const mostKept = 100;

/** The way out of each reach, as the rules say now. */
export function createReaching({ network, cache, rules }: ReachingWorld): Reaching {
  // One for each set of networks, so that fetches of those who share it are shared as well.
  const caches = new Map<string, AnswerCache>();

  return async (reach: Reach) => {
    const { networks } = await rules();
    if (networks.length === 0) return null;
    const open = networksFor(reach, networks);
    return {
      network: network.within(open),
      cache: open.length === 0 ? cache : cacheOf(open.join(' ')),
    };
  };

  function cacheOf(key: string): AnswerCache {
    const known = caches.get(key);
    if (known !== undefined) return known;
    if (caches.size >= mostKept) caches.clear();
    const made = apart(cache, `within ${key} `);
    caches.set(key, made);
    return made;
  }
}

/** What everybody may have is taken as it is; what is fetched by a leave stays with those who have it. */
function apart(common: AnswerCache, prefix: string): AnswerCache {
  return {
    get: async (key) => (await common.get(key)) ?? common.get(`${prefix}${key}`),
    put: (key, bytes, until) => common.put(`${prefix}${key}`, bytes, until),
  };
}
