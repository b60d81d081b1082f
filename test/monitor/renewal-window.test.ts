import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import type { RenewalWindow } from '../../src/core/watch/renewal.ts';
import { composeDigest } from '../../src/monitor/digest.ts';
import { lookAndCount } from '../../src/monitor/look.ts';
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
  expect(await look()).toEqual({ pinged: 1, state: 'due' });
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

test('a revocation announced calls the owner once, in its own words', async () => {
  serves(70, [-0.05, -0.02], 'https://ca.example/incident');
  expect(await look()).toEqual({ pinged: 1, state: 'critical' });
  stage.pass(dayMs);
  // The CA moves such a window along with each answer.
  serves(70, [0.95, 0.98], 'https://ca.example/incident');
  expect(await look()).toEqual({ pinged: 0, state: 'critical' });
  const [ping] = await drained(stage.store, stage.now());
  expect(ping === undefined ? '' : plainText(ping.message, noon)).toMatchInlineSnapshot(`
    "[bad] @Alice! the certificate of pay.example.com must be renewed now: its authority is about to revoke it. It would expire in 70 days (Mon 30 Nov, 12:00 UTC)
    What this means: The authority has moved the renewal window ahead of its time, as it does before it revokes certificates. Clients will refuse it from then on.
    Do: Renew it now, by force if the software thinks that it is too early, load it on every server, then check again here.
    Its authority: Test CA asks for renewal between Mon 21 Sep, 10:48 UTC and Mon 21 Sep, 11:31 UTC. Why: https://ca.example/incident
    Certificate: for pay.example.com, issued by Test CA, SHA-256 abababababababab ...
    Said once for this state of this certificate. A new certificate on the server ends it."
  `);
});

test('the window is named in the ping when it is due', async () => {
  serves(31, [-1, 1]);
  await look();
  const [ping] = await drained(stage.store, stage.now());
  expect(ping === undefined ? '' : plainText(ping.message, noon)).toMatchInlineSnapshot(`
    "[warning] @Alice! the certificate of pay.example.com is due for renewal. It expires in 31 days (Thu 22 Oct, 12:00 UTC)
    What this means: The time has come at which its authority asks for renewal. Nothing is broken yet.
    Do: If renewal is automatic, wait: the next message comes only if it does not happen. Otherwise renew it and load it on every server.
    Its authority: Test CA asks for renewal between Sun 20 Sep, 12:00 UTC and Tue 22 Sep, 12:00 UTC
    Next message: if it is still served in 24 hours (Tue 22 Sep, 12:00 UTC)
    Certificate: for pay.example.com, issued by Test CA, SHA-256 abababababababab ...
    Said once for this state of this certificate. A new certificate on the server ends it."
  `);
});
