import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseTarget } from '../../src/core/target.ts';
import type { Endpoint, NewEndpoint } from '../../src/core/watch/endpoint.ts';
import { composeDigest, type DigestRequest } from '../../src/monitor/digest/compose.ts';
import { lookAt } from '../../src/monitor/looking/look.ts';
import { sweep } from '../../src/monitor/looking/sweep.ts';
import { drained } from '../support/drained.ts';
import { bob, dayMs, newEndpoint, noon, notificationOf, ops } from '../support/store-fixtures.ts';
import {
  failing,
  plainText,
  type Served,
  serving,
  type WatchStage,
  watchStage,
} from '../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

test('lists what has to be done, worst first, and counts the rest', async () => {
  await seen('fine.example', serving(60 * dayMs, 'f1'));
  await seen('due.example', serving(29 * dayMs, 'd1'), { owners: [] });
  await seen('overdue.example', serving(14 * dayMs, 'o1'));
  await seen('critical.example', serving(2 * dayMs, 'c1'), { owners: [bob] });
  await seen('expired.example', serving(-2 * dayMs, 'e1'));
  await seen('dark.example', serving(50 * dayMs, 'k1'));
  await seen(
    'half.example',
    failing('tcp/ipv6-broken', 'IPv6 does not answer', { verdict: 'degraded', ...serving(60 * dayMs, 'h1') }),
  );
  await seen('plain.example', {}, { target: parseTarget('tcp://plain.example:22') });
  stage.served.set('dark.example', failing('dns/nxdomain', 'The name does not exist'));
  stage.pass(1000);
  await sweep({ ...stage, concurrency: 4 });
  await drained(stage.store, stage.now());
  await stage.store.endpoints.add(
    newEndpoint('other.example', { home: { platform: 'slack', channel: 'C9' } }),
    noon,
  );
  stage.pass(3_600_000);

  const message = await digest();
  expect(plainText(message, stage.now(), 'Europe/Berlin')).toMatchInlineSnapshot(`
    "[bad] Expiry digest, Mon 21 Sep, 15:00 CEST: 1 expired, 1 critical, 1 overdue, 1 due, 1 could not be checked, 1 with other trouble, 1 fine, 1 without a certificate
    # Critical (2)
    - 2 days ago expired.example · expired · Alice
    - in 46 hours critical.example · Bob
    # Overdue (1)
    - in 13 days overdue.example · Alice
    # Due for renewal (1)
    - in 28 days due.example · no owner
    # Certificate in time, other trouble (1)
    - half.example · degraded: IPv6 does not answer · Alice
    # Could not check (1)
    - dark.example: The name does not exist · the certificate seen 60 minutes ago expires in 49 days · Alice
    # Without an owner (1)
    - due.example · nobody is called
    Give one an owner: /watch edit <target> owner:@name
    Looked at again just now. Nobody is pinged here: owners are told separately."
  `);
  expect(message.summary).toMatchInlineSnapshot(
    `"Expiry digest, Mon 21 Sep, 13:00 UTC: 1 expired, 1 critical, 1 overdue, 1 due, 1 could not be checked, 1 with other trouble, 1 fine, 1 without a certificate."`,
  );
});

describe('looking again', () => {
  test('a certificate renewed since the last sweep is not reported', async () => {
    await seen('a.example', serving(2 * dayMs, 'old'));
    stage.served.set('a.example', serving(90 * dayMs, 'new'));
    const message = await digest();
    expect(message.tone).toBe('good');
    expect(message.summary).toMatch(/: the one watched is fine\.$/);
  });

  test('what was fine a moment ago is not bothered; what nobody saw for a day is', async () => {
    await seen('a.example', serving(60 * dayMs));
    stage.looked.length = 0;
    await digest();
    expect(stage.looked).toEqual([]);
    stage.pass(dayMs + 1);
    await digest();
    expect(stage.looked).toEqual(['a.example']);
  });

  test('what cannot be looked at again in time is shown as last seen, and said', async () => {
    await seen('slow.example', serving(2 * dayMs, 's1'));
    stage.pass(60_000);
    const message = await digest({
      patienceMs: 20,
      diagnose: (_target, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    const said = plainText(message, stage.now());
    expect(said).toContain('- in 47 hours slow.example · Alice');
    expect(said).toContain('1 shown as last seen: looking again took too long.');
  });

  test('stopped by its caller it ends instead of posting half a digest', async () => {
    await seen('a.example', serving(2 * dayMs));
    await expect(digest({ signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('could not check', () => {
  test('is never counted as fine, whatever was seen before', async () => {
    await seen('a.example', serving(60 * dayMs));
    stage.served.set('a.example', failing('tcp/filtered', 'Packets are dropped'));
    stage.pass(dayMs + 1);
    const message = await digest();
    expect(message.tone).toBe('unknown');
    expect(message.summary).toMatch(/1 could not be checked, 0 fine\.$/);
    expect(plainText(message, stage.now())).toContain(
      '- a.example: Packets are dropped · the certificate seen 24 hours ago expires in 58 days · Alice',
    );
  });

  test('an unclear verdict is not fine, though the certificate was seen and has time', async () => {
    await seen('a.example', { verdict: 'unknown', ...serving(60 * dayMs) });
    expect((await digest()).summary).toMatch(/1 could not be checked, 0 fine\.$/);
  });

  test('a fault of our own is listed, not hidden', async () => {
    await stage.store.endpoints.add(newEndpoint('a.example'), noon);
    stage.served.set('a.example', () => {
      throw new TypeError('surprise');
    });
    const message = await digest();
    expect(plainText(message, noon)).toContain('- a.example: a fault inside Notafter stopped the look');
    expect(stage.log.lines).toEqual(['error a look failed']);
  });
});

test('nobody is mentioned, whoever owns what', async () => {
  await seen('a.example', serving(2 * dayMs));
  expect(JSON.stringify(await digest())).not.toContain('"mention"');
});

test('nothing due is one line', async () => {
  for (const host of ['a', 'b', 'c']) await seen(`${host}.example`, serving(60 * dayMs, host));
  expect(plainText(await digest(), noon)).toBe('[good] Expiry digest, Mon 21 Sep, 12:00 UTC: all 3 fine');
});

test('a place where nothing is watched is told how to start', async () => {
  expect(plainText(await digest(), noon)).toBe(
    '[good] Expiry digest, Mon 21 Sep, 12:00 UTC: nothing is watched here yet\nStart with /watch add example.org owner:@name',
  );
});

test('the console lists every place; a thread lists its channel', async () => {
  await seen('a.example', serving(2 * dayMs, 'a1'));
  await seen('b.example', serving(2 * dayMs, 'b1'), { home: { platform: 'discord', channel: '42' } });
  const everything = await digest({ place: { platform: 'console', channel: 'console' } });
  expect(everything.summary).toMatch(/: 2 critical, 0 fine\.$/);
  expect((await digest({ place: { ...ops, thread: '1.2' } })).summary).toMatch(/: 1 critical, 0 fine\.$/);
});

test('an alarm that was refused is listed, since nobody may have heard it', async () => {
  const endpoint = await seen('a.example', serving(60 * dayMs));
  await stage.store.outbox.queue([notificationOf('ping', { endpointId: endpoint.id })], noon);
  await stage.store.outbox.settle('ping', { kind: 'refused', reason: 'not_in_channel' }, noon, noon);
  expect(plainText(await digest(), noon)).toContain(
    '# Alarms that did not arrive (1)\n- a.example · not_in_channel (now)',
  );
});

test('the length is bounded: eight rows of what presses, and every row on request', async () => {
  for (let n = 0; n < 41; n++) await seen(`h${n}.example`, serving(2 * dayMs, `h${n}`));
  const message = await digest();
  const lines = plainText(message, noon).split('\n');
  expect(lines.filter((line) => /^- in \d+ (?:hours|days) h\d+\.example · /.test(line)).length).toBe(8);
  expect(lines).toContain('- and 33 more');
  expect(lines).toContain('# Critical (41)');
  expect(message.buttons?.[0]).toMatchObject({
    label: 'Show all (33 more)',
    command: 'digest',
    subcommand: 'all',
  });
  const whole = plainText(await digest({ whole: true }), noon).split('\n');
  expect(whole.filter((line) => /^- in \d+ (?:hours|days) h\d+\.example · /.test(line)).length).toBe(40);
  expect(whole).toContain('- and 1 more');
});

test('a digest that comes late says so', async () => {
  await seen('a.example', serving(60 * dayMs));
  const at = (hours: number) => new Date(noon.getTime() - hours * 3_600_000);
  expect(plainText(await digest({ missed: [at(3)] }), noon)).toContain(
    'Late: it was meant for Mon 21 Sep, 09:00 UTC, and could not be made or sent then.',
  );
  const missed = [3, 27, 51, 75, 99].map(at);
  expect(plainText(await digest({ missed }), noon)).toContain(
    'Nor did those before come: Sun 20 Sep, 09:00 UTC, Sat 19 Sep, 09:00 UTC, Fri 18 Sep, 09:00 UTC and 1 more.',
  );
});

async function seen(host: string, served: Served, change: Partial<NewEndpoint> = {}): Promise<Endpoint> {
  const endpoint = await stage.store.endpoints.add(newEndpoint(host, change), noon);
  if (endpoint === null) throw new Error(`${host} is watched already`);
  stage.served.set(host, served);
  await lookAt(endpoint, stage);
  return endpoint;
}

function digest(change: Partial<DigestRequest> = {}) {
  return composeDigest({ ...stage, place: ops, zone: 'UTC', ...change });
}
