import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Mention } from '../../src/core/people.ts';
import type { NewEndpoint } from '../../src/core/services.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import type { QueuedNotification } from '../../src/core/watch/notification.ts';
import { lookAndCount, lookAt } from '../../src/monitor/look.ts';
import { drained } from '../support/drained.ts';
import {
  alice,
  bob,
  certificateEnding,
  dayMs,
  newEndpoint,
  noon,
  oncall,
} from '../support/store-fixtures.ts';
import {
  failing,
  plainText,
  seenCertificate,
  serving,
  type WatchStage,
  watchStage,
} from '../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

test('a look saves the certificate that ends first among all addresses', async () => {
  const endpoint = await watched();
  stage.served.set('pay.example.com', {
    certificates: [
      seenCertificate(50 * dayMs, 'aa'),
      seenCertificate(40 * dayMs, 'bb'),
      seenCertificate(60 * dayMs, 'cc'),
    ],
  });
  await lookAt(endpoint, stage);
  const sighting = await stage.store.endpoints.sighting(endpoint.id);
  expect(sighting).toMatchObject({ verdict: 'healthy', reason: null, certificateSeenAt: noon });
  expect(sighting?.certificate).toEqual(certificateEnding(40 * dayMs, 'bb'));
});

test('a certificate that nobody renews counts before one that ends sooner and has time', async () => {
  const endpoint = await watched();
  const week = { ...seenCertificate(4 * dayMs, 'cc'), notBefore: new Date(noon.getTime() - 2 * dayMs) };
  stage.served.set('pay.example.com', { certificates: [week, seenCertificate(14 * dayMs, 'dd')] });
  expect((await lookAndCount(endpoint, stage)).pinged).toBe(1);
  expect((await stage.store.endpoints.rows(noon))[0]?.state).toBe('overdue');
});

test('a failed look keeps the certificate seen before, says why, and calls nobody about it', async () => {
  const endpoint = await watched();
  stage.served.set('pay.example.com', serving(31 * dayMs));
  await lookAt(endpoint, stage);
  stage.pass(30 * dayMs);
  stage.served.set('pay.example.com', failing('dns/nxdomain', 'The name does not exist'));
  await lookAt(endpoint, stage);
  expect(await stage.store.endpoints.sighting(endpoint.id)).toMatchObject({
    endpointId: endpoint.id,
    at: stage.now(),
    verdict: 'broken',
    rootCause: 'dns/nxdomain',
    reason: 'The name does not exist',
    certificate: certificateEnding(31 * dayMs),
    certificateSeenAt: noon,
  });
  expect((await stage.store.endpoints.rows(stage.now()))[0]?.state).toBe('critical');
  expect(await queued()).toEqual([]);
});

test('without a root cause the reason is the first probe that failed', async () => {
  const endpoint = await watched();
  stage.served.set('pay.example.com', {
    verdict: 'unknown',
    results: [
      { probe: 'dns', layer: 'dns', elapsedMs: 1, status: 'ok', facts: {} },
      {
        probe: 'tcp',
        layer: 'tcp',
        elapsedMs: 1,
        status: 'failed',
        code: 'x',
        message: 'no time left',
        blame: 'unknown',
      },
    ],
  });
  await lookAt(endpoint, stage);
  expect((await stage.store.endpoints.sighting(endpoint.id))?.reason).toBe('tcp: no time left');
});

test('a certificate in its renewal window calls its owners by name in its home, once', async () => {
  const endpoint = await watched({ owners: [oncall, alice] });
  stage.served.set('pay.example.com', serving(29 * dayMs));
  expect((await lookAndCount(endpoint, stage)).pinged).toBe(1);
  expect((await lookAndCount(endpoint, stage)).pinged).toBe(0);
  const [ping] = await queued();
  expect(ping?.to).toEqual({ kind: 'place', place: endpoint.home });
  expect(ping?.fallback).toEqual([oncall, alice]);
  expect(ping === undefined ? '' : plainText(ping.message, noon)).toMatchInlineSnapshot(`
    "[warning] @payments-oncall! @Alice! the certificate of pay.example.com is due for renewal. It expires in 29 days (Tue 20 Oct, 12:00 UTC)
    What this means: A certificate of this lifetime is normally renewed about now. Nothing is broken yet.
    Do: If renewal is automatic, wait: the next message comes only if it does not happen. Otherwise renew it and load it on every server.
    Next message: if it is still served in 14 days (Mon 5 Oct, 12:00 UTC)
    Certificate: for pay.example.com, issued by Test CA, SHA-256 abababababababab ...
    Said once for this state of this certificate. A new certificate on the server ends it."
  `);
  expect(ping?.message.summary).toBe(
    'payments-oncall, Alice: the certificate of pay.example.com is due for renewal. It expires Tue 20 Oct, 12:00 UTC.',
  );
});

test.each([
  [14, 'should have been renewed by now'],
  [5, 'is about to expire'],
  [-1, 'has expired'],
])(
  'first seen with %i days left it says once what it is now, not what it was before',
  async (days, words) => {
    const endpoint = await watched();
    stage.served.set('pay.example.com', serving(days * dayMs));
    await lookAt(endpoint, stage);
    const pings = await queued();
    expect(pings.length).toBe(1);
    expect(pings[0]?.message.summary).toContain(words);
  },
);

test('an endpoint that nobody owns is posted without a call, with how to set an owner', async () => {
  const endpoint = await watched({ owners: [] });
  stage.served.set('pay.example.com', serving(5 * dayMs));
  await lookAt(endpoint, stage);
  const [ping] = await queued();
  const said = ping === undefined ? '' : plainText(ping.message, noon);
  expect(said).toMatch(/^\[bad\] The certificate of pay.example.com is about to expire: in 5 days/);
  expect(said).toContain(
    'Owner: nobody, so nobody was called. Set one: /watch edit pay.example.com owner:@name',
  );
  expect(said).not.toContain('!');
});

test('an owner of another platform is written to there, and named in the home', async () => {
  const dora: Mention = { platform: 'discord', kind: 'user', id: '77', name: 'Dora' };
  const role: Mention = { platform: 'discord', kind: 'group', id: '78', name: 'web-team' };
  const endpoint = await watched({ owners: [alice, dora, role] });
  stage.served.set('pay.example.com', serving(5 * dayMs));
  await lookAt(endpoint, stage);
  const pings = await queued();
  expect(pings.map((ping) => ping.to)).toEqual([
    { kind: 'place', place: endpoint.home },
    { kind: 'person', who: dora },
  ]);
  const [home, direct] = pings.map((ping) => plainText(ping.message, noon));
  expect(home).toMatch(/@Alice! the certificate/);
  expect(home).toContain('Also owned by: Dora, web-team');
  expect(direct).not.toContain('@');
});

test('a new owner or a new home is told again; the same owners in another order are not', async () => {
  const endpoint = await watched({ owners: [alice, bob] });
  stage.served.set('pay.example.com', serving(5 * dayMs));
  await lookAt(endpoint, stage);
  const pinged = async (change: Partial<Endpoint>) =>
    (await lookAndCount({ ...endpoint, ...change }, stage)).pinged;
  expect(await pinged({ owners: [bob, alice] })).toBe(0);
  expect(await pinged({ owners: [bob] })).toBe(1);
  expect(await pinged({ home: { platform: 'slack', channel: 'C0NEW' } })).toBe(1);
});

test('an aborted look saves nothing', async () => {
  const endpoint = await watched();
  await lookAt(endpoint, stage);
  const before = await stage.store.endpoints.sighting(endpoint.id);
  stage.pass(1000);
  const stopping = new AbortController();
  stage.served.set('pay.example.com', () => {
    stopping.abort();
    throw stopping.signal.reason;
  });
  await expect(lookAt(endpoint, { ...stage, signal: stopping.signal })).rejects.toThrow();
  expect(await stage.store.endpoints.sighting(endpoint.id)).toEqual(before);
});

test('a fault of our own is saved as "could not look", not hidden behind the last good look', async () => {
  const endpoint = await watched();
  await lookAt(endpoint, stage);
  stage.pass(1000);
  stage.served.set('pay.example.com', () => {
    throw new TypeError('undefined is not a function');
  });
  await expect(lookAt(endpoint, stage)).rejects.toThrow(TypeError);
  expect(await stage.store.endpoints.sighting(endpoint.id)).toMatchObject({
    at: stage.now(),
    verdict: 'unknown',
    certificateSeenAt: noon,
  });
});

async function watched(change: Partial<NewEndpoint> = {}): Promise<Endpoint> {
  const endpoint = await stage.store.endpoints.add(newEndpoint('pay.example.com', change), noon);
  if (endpoint === null) throw new Error('watched already');
  return endpoint;
}

async function queued(): Promise<readonly QueuedNotification[]> {
  return drained(stage.store, stage.now());
}
