import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRules } from '../../src/access/rules.ts';
import { reachOf } from '../../src/core/access/reach.ts';
import { createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import { createHistory } from '../../src/core/past/history.ts';
import type { PastLooks } from '../../src/core/past/snapshot.ts';
import { parseTarget } from '../../src/core/target.ts';
import { openLog } from '../../src/log.ts';
import { createReaching } from '../../src/services/reaching.ts';
import { type BotWithRules, openBotWith } from '../support/hostile/asked-from.ts';
import { insiders, outsiders } from '../support/hostile/inward.ts';
import { loopbackNetwork } from '../support/loopback.ts';

const now = () => new Date('2026-11-27T12:00:00Z');
const later = new Date('2026-11-28T12:00:00Z');

describe('what is kept', () => {
  it('by a leave stays with those who have it; what everybody may have is for all', async () => {
    const cache = createMemoryCache(now);
    const networks = [{ places: [insiders], rank: null, allow: ['10.20.0.0/16'] }];
    const reaching = createReaching({
      network: loopbackNetwork(),
      cache,
      rules: async () => ({ ...defaultRules, networks }),
    });
    const [inner, again, outer] = await Promise.all(
      [insiders, insiders, outsiders].map((place) => reaching(reachOf(place))),
    );
    await inner?.cache.put('crl a', Buffer.from('inside'), later);
    expect(await again?.cache.get('crl a')).toEqual(Buffer.from('inside'));
    expect(await outer?.cache.get('crl a')).toBeNull();
    expect(await cache.get('crl a')).toBeNull();
    await outer?.cache.put('crl b', Buffer.from('public'), later);
    expect(await inner?.cache.get('crl b')).toEqual(Buffer.from('public'));
    // Fetches on their way are shared by cache.
    expect(again?.cache).toBe(inner?.cache);
  });

  it('of earlier looks is told to who looks by the same leave', async () => {
    const kept = new Map<string, PastLooks>();
    const observations = {
      get: async (key: string) => kept.get(key) ?? null,
      put: async (key: string, looks: PastLooks) => void kept.set(key, looks),
    };
    const history = createHistory({
      observations: async () => observations as never,
      from: 'here',
      log: openLog('silent'),
    });
    const target = parseTarget('https://vault.test/');
    const looks = { lastGood: null, last: { at: now(), parts: {} } };
    history.remember(target, looks, ['10.20.0.0/16']);
    await history.settled();
    expect(await history.recall(target)).toBeNull();
    expect(await history.recall(target, ['10.30.0.0/16'])).toBeNull();
    expect(await history.recall(target, ['10.20.0.0/16'])).toEqual(looks);
  });
});

describe('the channel of what is watched', () => {
  let bot: BotWithRules;
  beforeAll(async () => {
    bot = await openBotWith(`networks: [{ in: [slack:${insiders.channel}], allow: [127.66.0.0/16] }]`);
  });
  afterAll(() => bot[Symbol.asyncDispose]());
  const home = (url: string) => bot.store.endpoints.find(parseTarget(url));

  it('is none that may reach more than who asks, unless an admin says so', async () => {
    const line = `watch add https://127.66.0.9:1/ channel:slack:${insiders.channel}`;
    expect((await bot.say(line, outsiders)).summary).toContain('is not looked at for you');
    const other = `watch add https://127.0.0.1:2/ channel:slack:${insiders.channel}`;
    expect((await bot.say(other, outsiders)).summary).toContain(
      'may look at internal networks that you may not',
    );
    expect(await home('https://127.0.0.1:2/')).toBeNull();
    await bot.say(other, outsiders, { rank: 'admin' });
    expect((await home('https://127.0.0.1:2/'))?.home).toEqual(insiders);
  });

  it('is none that may not reach it, when it is moved', async () => {
    await bot.say('watch add https://127.66.0.9:3/', insiders);
    const moved = await bot.say(
      `watch edit https://127.66.0.9:3/ channel:slack:${outsiders.channel}`,
      insiders,
    );
    expect(moved.summary).toContain(`cannot be watched from slack:${outsiders.channel}`);
    expect((await home('https://127.66.0.9:3/'))?.home).toEqual(insiders);
  });
});
