import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint, NewEndpoint } from '../../src/core/watch/endpoint.ts';
import { lookAndCount, lookAt } from '../../src/monitor/looking/look.ts';
import { certificateEnding, dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { failing, seenCertificate, serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

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

test('what a hostile certificate puts into its names is not kept with every look', async () => {
  const endpoint = await watched();
  const long = 'x'.repeat(65_536);
  const leaf = { ...seenCertificate(50 * dayMs, 'aa'), issuer: long, names: [long, 'pay.example.com'] };
  stage.served.set('pay.example.com', { certificates: [leaf] });
  await lookAt(endpoint, stage);
  const sighting = await stage.store.endpoints.sighting(endpoint.id);
  expect(sighting?.certificate?.names.at(-1)).toBe('pay.example.com');
  expect(JSON.stringify(sighting).length).toBeLessThan(4000);
});

test('a certificate that nobody renews counts before one that ends sooner and has time', async () => {
  const endpoint = await watched();
  const week = { ...seenCertificate(4 * dayMs, 'cc'), notBefore: new Date(noon.getTime() - 2 * dayMs) };
  stage.served.set('pay.example.com', { certificates: [week, seenCertificate(14 * dayMs, 'dd')] });
  expect((await lookAndCount(endpoint, stage)).pinged).toBe(1);
  expect((await stage.store.endpoints.rows(noon))[0]?.state).toBe('overdue');
});

test('a failed look keeps the certificate seen before, says why, and tells of its end from memory', async () => {
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
  const [incident] = await stage.store.incidents.open();
  expect(incident).toMatchObject({ state: 'critical', told: { certificate: { seenAt: noon } } });
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
