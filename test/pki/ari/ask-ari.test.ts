import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../../src/core/cache/answer-cache.ts';
import { fetchBounded } from '../../../src/net/http/fetch-bounded.ts';
import { askAri } from '../../../src/pki/ari/ask-ari.ts';
import { daysFrom, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';
import { realNow } from '../../support/diagnosing.ts';
import { type AcmeCa, answersWindow, startAcmeCa } from '../../support/farm/acme-ca.ts';
import { answersStatus } from '../../support/farm/http-answers.ts';
import type { HttpAnswer } from '../../support/farm/http-server.ts';
import { loopbackNetwork, noSignal } from '../../support/loopback.ts';

const leaf = readForged(forgeLeaf(forgeRoot({ now: realNow }), { now: realNow }));
const minute = 60_000;

/** A client of one CA whose clock the test moves. */
function clientOf(ca: AcmeCa) {
  let clock = realNow;
  const now = () => clock;
  const cache = createMemoryCache(now);
  const directory = { name: 'Test CA', organizations: [], aiaHosts: [], url: ca.directoryUrl };
  const secureContext = createSecureContext({ ca: ca.anchorsPem });
  return {
    pass: (ms: number) => {
      clock = new Date(clock.getTime() + ms);
    },
    ask: ({ signal = noSignal(), patience = noSignal(), about = leaf } = {}) =>
      askAri(about, 'AA.BB', directory, {
        fetch: (url) =>
          fetchBounded(url, {
            network: loopbackNetwork(),
            secureContext,
            signal: AbortSignal.any([signal, patience]),
            timeoutMs: 3000,
            maxBytes: 64 * 1024,
          }),
        cache,
        now,
        signal,
      }),
  };
}

const window = (retryAfter: string | null) =>
  answersWindow(daysFrom(realNow, 20), daysFrom(realNow, 22), { retryAfter });

/** Asked again no sooner and no later than after so many minutes. */
const timedOut = new DOMException('the patience is over', 'TimeoutError');

const waits: readonly (readonly [string, HttpAnswer, minutes: number])[] = [
  ['a Retry-After of an hour', window('3600'), 60],
  ['a Retry-After as a date', window(new Date(realNow.getTime() + 45 * minute).toUTCString()), 45],
  ['a Retry-After of a second: one minute', window('1'), 1],
  ['a Retry-After in the past: one minute', window('Sun, 06 Nov 1994 08:49:37 GMT'), 1],
  ['a Retry-After of a year: one day', window('31536000'), 1440],
  ['no Retry-After: six hours', window(null), 360],
  ['an unreadable Retry-After: six hours', window('soon'), 360],
  ['a malformed answer: six hours', answersStatus(200, {}, 'no'), 360],
  ['404: six hours', answersStatus(404), 360],
  ['429 with Retry-After', answersStatus(429, { 'retry-after': '1800' }), 30],
  ['503 with Retry-After', answersStatus(503, { 'retry-after': '1200' }), 20],
  ['503: ten minutes', answersStatus(503), 10],
];

describe('the wait before a CA is asked again', () => {
  it.each(waits)('%s', async (_what, info, minutes) => {
    await using ca = await startAcmeCa({ now: realNow, info });
    const client = clientOf(ca);
    const first = await client.ask();
    // HTTP dates have no milliseconds.
    client.pass(minutes * minute - 2000);
    expect(await client.ask()).toEqual(first);
    expect(ca.asked()).toHaveLength(1);
    client.pass(3000);
    expect(await client.ask()).toEqual(first);
    expect(ca.asked()).toHaveLength(2);
  });

  it('is a day for its directory', async () => {
    await using ca = await startAcmeCa({ now: realNow, info: window('60') });
    const client = clientOf(ca);
    const directoryRequests = () => ca.requests().filter(({ path }) => path === '/directory').length;
    for (const ms of [0, 1439 * minute, 2 * minute]) {
      client.pass(ms);
      expect((await client.ask()).kind).toBe('window');
    }
    expect(directoryRequests()).toBe(2);
  });

  it('is none when we were the ones who gave up', async () => {
    // It gives up once it was heard and not answered, however slow the machine is.
    let stop = new AbortController();
    await using ca = await startAcmeCa({ now: realNow, info: () => stop.abort(timedOut) });
    const client = clientOf(ca);
    const stopped = await client.ask({ patience: stop.signal });
    expect(stopped).toMatchObject({ reason: 'unreachable', detail: 'it did not answer in time' });
    stop = new AbortController();
    await client.ask({ signal: stop.signal });
    expect(ca.asked()).toHaveLength(2);
  });
});

describe('a certificate that bears the name of another', () => {
  it('does not silence the CA about that one', async () => {
    await using ca = await startAcmeCa({ now: realNow, info: window(null) });
    const client = clientOf(ca);
    const dates = { notBefore: daysFrom(realNow, -1), notAfter: daysFrom(realNow, 1) };
    const forged = readForged(forgeLeaf(forgeRoot({ now: realNow }), { now: realNow, ...dates }));
    expect(await client.ask({ about: forged })).toMatchObject({ kind: 'silent', reason: 'absurd' });
    expect(await client.ask()).toMatchObject({ kind: 'window' });
  });
});
