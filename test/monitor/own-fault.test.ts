import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { figuresOf } from '../../src/core/past/latency.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { composeDigest } from '../../src/monitor/digest/compose.ts';
import { lookAndCount } from '../../src/monitor/looking/look.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { startReferences } from '../support/farm/reference-hosts.ts';
import { certificateEnding, dayMs, newEndpoint, noon, ops } from '../support/store-fixtures.ts';
import { plainText, serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const skewed: Finding = {
  id: 'vantage/clock-skew',
  layer: 'vantage',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The clock of this machine is 40 days ahead',
  explanation: 'Two hosts agree on another time.',
  fix: 'Switch time synchronisation on.',
  evidence: [],
  reproduce: null,
  citation: 'RFC 5280 §6.1.3',
};
const proxied: Finding = {
  ...skewed,
  id: 'vantage/intercepted',
  severity: 'warning',
  title: 'A proxy signs',
};

describe('a look past a fault of our own', () => {
  it.each([
    ['our clock is wrong', { verdict: 'unknown', rootCause: skewed, findings: [skewed] }],
    ['a proxy signs for everybody, trusted or not', { verdict: 'healthy', findings: [proxied] }],
  ] as const)('raises nothing and keeps what was really seen: %s', async (_when, seen) => {
    const endpoint = await watched('pay.example.com');
    stage.served.set('pay.example.com', { ...serving(60 * dayMs, 'ab'), connectMs: 30 });
    await lookAndCount(endpoint, stage);
    stage.pass(1000);
    stage.served.set('pay.example.com', { ...serving(2 * dayMs, 'cd'), ...seen, connectMs: 3 });
    expect((await lookAndCount(endpoint, stage)).pinged).toBe(0);
    expect(await stage.store.endpoints.sighting(endpoint.id)).toMatchObject({
      verdict: 'unknown',
      rootCause: seen.findings[0].id,
      reason: seen.findings[0].title,
      certificate: certificateEnding(60 * dayMs, 'ab'),
      certificateSeenAt: noon,
    });
    // A proxy is nearer than what stands behind it.
    const { latency } = await stage.store.looks.of(endpoint.id, noon);
    expect(latency.map(({ sketch }) => figuresOf(sketch)?.looks)).toEqual([1]);
  });

  it('loses no alarm: the next sound look raises it', async () => {
    const endpoint = await watched('pay.example.com');
    stage.served.set('pay.example.com', { ...serving(2 * dayMs), verdict: 'unknown', findings: [skewed] });
    expect((await lookAndCount(endpoint, stage)).pinged).toBe(0);
    stage.served.set('pay.example.com', serving(2 * dayMs));
    expect((await lookAndCount(endpoint, stage)).pinged).toBe(1);
  });

  it('is told apart in the digest, which says that it is us', async () => {
    await watched('pay.example.com', 'gone.example.com');
    stage.served.set('pay.example.com', {
      ...serving(2 * dayMs),
      verdict: 'unknown',
      rootCause: skewed,
      findings: [skewed],
    });
    stage.served.set('gone.example.com', { verdict: 'unknown' });
    const message = await composeDigest({ ...stage, place: ops, zone: 'UTC' });
    expect(plainText(message, stage.now())).toMatchInlineSnapshot(`
      "[unknown] Expiry digest, Mon 21 Sep, 12:00 UTC: 2 could not be checked, 0 fine
      # Could not check (1)
      - gone.example.com: the look ended early · no certificate was ever seen · Alice
      # Could not check, because of this machine (1)
      - pay.example.com: The clock of this machine is 40 days ahead · no certificate was ever seen · Alice
      The fault is on our side (The clock of this machine is 40 days ahead), so these looks raised no alarm. The next sound one does. See /vantage
      Looked at again just now. Nobody is pinged here: owners are told separately."
    `);
  });
});

describe('before an alarm', () => {
  const scenario = forgeScenario('expired', { now: realNow });
  const identity = { chain: scenario.chain, key: scenario.key };

  it.each([
    ['held back when two others tell a time at which nothing is due', -100 * dayMs, 0],
    ['raised when they agree with our clock', 0, 1],
  ] as const)('the clock is held against the reference hosts: it is %s', async (_what, aheadMs, pinged) => {
    await using server = await startHttpServer(answersStatus(200), identity);
    const sound = { kind: 'sound', aheadMs, identity } as const;
    await using references = await startReferences(sound, sound);
    const { anchorsPem } = scenario;
    const diagnose = openEngine({ anchorsPem, vantage: { referenceHosts: references.setting } });
    const target = parseTarget(`${scenario.host}:${server.port}`, '127.0.0.1');
    const endpoint = await stage.store.endpoints.add(newEndpoint(scenario.host, { target }), noon);
    if (endpoint === null) throw new Error('it is watched already');
    const look = await lookAndCount(endpoint, { ...stage, diagnose, now: () => realNow });
    expect(look.pinged).toBe(pinged);
    expect(look.diagnosis.verdict).toBe(pinged === 0 ? 'unknown' : 'broken');
  });
});

async function watched(...hosts: readonly [string, ...string[]]): Promise<Endpoint> {
  const added: Endpoint[] = [];
  for (const host of hosts) {
    const endpoint = await stage.store.endpoints.add(newEndpoint(host), noon);
    if (endpoint !== null) added.push(endpoint);
  }
  const [first] = added;
  if (first === undefined) throw new Error('nothing was added');
  return first;
}
