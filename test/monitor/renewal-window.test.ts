import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import type { RenewalWindow } from '../../src/core/watch/renewal/renewal.ts';
import { composeDigest } from '../../src/monitor/digest/compose.ts';
import { lookAndCount } from '../../src/monitor/looking/look.ts';
import { drained } from '../support/drained.ts';
import { after, dayMs, newEndpoint, noon, ops } from '../support/store-fixtures.ts';
import { failing, plainText, seenCertificate, type WatchStage, watchStage } from '../support/watch-stage.ts';

let stage: WatchStage;
let endpoint: Endpoint;
beforeEach(async () => {
  stage = await watchStage();
  const added = await stage.store.endpoints.add(newEndpoint('pay.example.com'), noon);
  if (added === null) throw new Error('watched already');
  endpoint = added;
});
afterEach(() => stage[Symbol.asyncDispose]());

/** A certificate of 90 days with so many left at noon, and the window of its CA in days from noon. */
function serves(
  leftDays: number,
  window: readonly [number, number] | null,
  explanationUrl: string | null = null,
) {
  const certificate = seenCertificate(leftDays * dayMs, 'ab'.repeat(32));
  const heard = window === null ? {} : { renewalWindow: windowOf(window, explanationUrl) };
  stage.served.set('pay.example.com', { certificates: [{ ...certificate, ...heard }] });
}

function windowOf([start, end]: readonly [number, number], explanationUrl: string | null): RenewalWindow {
  return { start: after(start * dayMs), end: after(end * dayMs), source: 'Test CA', explanationUrl };
}

async function look() {
  const { pinged } = await lookAndCount(endpoint, stage);
  const [row] = await stage.store.endpoints.rows(stage.now());
  return { pinged, state: row?.state };
}

test('the window of the CA decides the state, in the look, in the list and in the digest', async () => {
  serves(40, [1, 3]);
  expect(await look()).toEqual({ pinged: 0, state: 'ok' });
  stage.pass(1 * dayMs);
  expect((await stage.store.endpoints.rows(stage.now()))[0]?.state).toBe('due');
  expect(await look()).toEqual({ pinged: 0, state: 'due' });
  stage.pass(2 * dayMs);
  expect(await look()).toEqual({ pinged: 1, state: 'overdue' });
  expect(await look()).toEqual({ pinged: 0, state: 'overdue' });
  const digest = await composeDigest({ ...stage, place: ops, zone: 'UTC' });
  expect(plainText(digest, stage.now())).toContain('1 overdue');
});

test('a window later than a share of the lifetime keeps the state "ok"', async () => {
  serves(29, [1, 3]);
  expect(await look()).toEqual({ pinged: 0, state: 'ok' });
});

test('a CA that cannot be asked today keeps its word of yesterday for the same certificate', async () => {
  serves(40, [-3, -1]);
  expect(await look()).toEqual({ pinged: 1, state: 'overdue' });
  stage.pass(1000);
  serves(40, null);
  expect(await look()).toEqual({ pinged: 0, state: 'overdue' });
  stage.pass(1000);
  stage.served.set('pay.example.com', failing('dns/nxdomain', 'The name does not exist'));
  expect(await look()).toEqual({ pinged: 0, state: 'overdue' });
  stage.pass(1000);
  stage.served.set('pay.example.com', { certificates: [seenCertificate(40 * dayMs, 'cd'.repeat(32))] });
  expect(await look()).toEqual({ pinged: 0, state: 'ok' });
});

test('a revocation announced calls the owner at once, whenever the CA moves such a window along', async () => {
  serves(70, [-0.05, -0.02], 'https://ca.example/incident');
  expect(await look()).toEqual({ pinged: 1, state: 'critical' });
  stage.pass(dayMs / 48);
  serves(70, [0.01, 0.02], 'https://ca.example/incident');
  expect(await look()).toEqual({ pinged: 0, state: 'critical' });
  const [alarm] = await drained(stage.store, stage.now());
  const said = alarm === undefined ? '' : plainText(alarm.message, noon);
  expect(said).toMatch(/^\[bad\] @Alice! the certificate of pay.example.com must be renewed now/);
});
