import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Evidence, Finding } from '../../../src/core/finding.ts';
import type { LoggedCertificate } from '../../../src/core/logged-certificate.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { ServedCertificate } from '../../../src/core/watch/endpoint.ts';
import { newerSentence } from '../../../src/core/watch/renewal/outlook.ts';
import { preflightDue } from '../../../src/monitor/preflight/run.ts';
import { incidentOf } from '../../support/store-contract/incidents.ts';
import { after, certificateEnding, dayMs, newEndpoint, sightingOf } from '../../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../../support/watch-stage.ts';

const minuteMs = 60_000;
const fingerprint = 'aa'.repeat(32);
let stage: WatchStage;
let news: string[];
let searched: string[];
let logged: readonly LoggedCertificate[];
let tried: Map<string, Date>;

beforeEach(async () => {
  stage = await watchStage();
  [news, searched, logged, tried] = [[], [], [], new Map()];
});
afterEach(() => stage[Symbol.asyncDispose]());

function leafEnding(days: number, change: Partial<ServedCertificate> = {}): ServedCertificate {
  const address = ['192.0.2.7:443'];
  return { ...certificateEnding(days * dayMs, fingerprint), keyType: 'ec', addresses: address, ...change };
}

async function watch(host: string, ...served: readonly ServedCertificate[]): Promise<string> {
  const { id } = (await stage.store.endpoints.add(newEndpoint(host), stage.now())) ?? { id: '' };
  const [certificate = null] = served;
  const at = stage.now();
  await stage.store.endpoints.recordLook(
    sightingOf(id, { at, certificate, certificateSeenAt: at, served }),
    [],
    at,
  );
  return id;
}

function see(
  host: string,
  certificates: readonly ServedCertificate[],
  ...findings: readonly Finding[]
): void {
  stage.served.set(host, { certificates, findings } satisfies Partial<Diagnosis>);
}

function finding(id: Finding['id'], change: Partial<Finding> = {}): Finding {
  return {
    id,
    layer: 'dns',
    severity: 'error',
    blame: 'target',
    title: `told by ${id}`,
    explanation: 'It is so.',
    fix: 'Mend it.',
    evidence: [],
    reproduce: 'dig',
    citation: 'RFC 8659 §4.2',
    ...change,
  };
}

const about = (leaf: string): readonly Evidence[] => [{ label: 'SHA-256', value: leaf }];

function run(store: Store = stage.store) {
  const { diagnose, now, log, signal } = stage;
  const searchLogs = async (name: string) => {
    searched.push(name);
    return logged;
  };
  const onNews = async (leaf: string) => {
    news.push(leaf);
  };
  return preflightDue({ store, diagnose, now, log, signal, searchLogs, onNews, tried });
}

async function outlook(leaf = fingerprint) {
  return (await stage.store.outlooks.get([leaf])).get(leaf) ?? null;
}

describe('looking ahead to renewals', () => {
  test('keeps what stands in the way of a certificate that is due, the worst first', async () => {
    const leaf = leafEnding(20);
    await watch('pay.example.com', leaf);
    see(
      'pay.example.com',
      [leaf],
      finding('dns/challenge-broken', { severity: 'warning' }),
      finding('dns/caa-forbids-issuer', { evidence: about(fingerprint) }),
      finding('dns/dnssec-bogus', { evidence: about('bb'.repeat(32)) }),
      finding('http/challenge-unreachable', { severity: 'notice' }),
      finding('certificate/renewal-due', { severity: 'warning' }),
      finding('dns/servfail', { blame: 'our-vantage' }),
    );
    await run();
    expect((await outlook())?.obstacles.map(({ finding: id, severity }) => [id, severity])).toEqual([
      ['dns/caa-forbids-issuer', 'blocks'],
      ['dns/challenge-broken', 'may-block'],
    ]);
    expect(news).toEqual([fingerprint]);
  });

  test('tells hints once a renewal seems to have failed', async () => {
    const leaf = leafEnding(10);
    await watch('pay.example.com', leaf);
    see('pay.example.com', [leaf], finding('http/challenge-unreachable', { severity: 'notice' }));
    await run();
    expect((await outlook())?.obstacles).toHaveLength(1);
  });

  test('looks at each once a day at its own hour, and at none that is not due', async () => {
    await watch('pay.example.com', leafEnding(20));
    await watch('www.example.com', leafEnding(60, { fingerprint256: 'bb'.repeat(32) }));
    see('pay.example.com', [leafEnding(20)]);
    for (let turn = 0; turn < 6 * 24 * 3; turn += 1) {
      await run();
      stage.pass(10 * minuteMs);
    }
    expect(stage.looked.every((host) => host === 'pay.example.com')).toBe(true);
    // The first at once, then at its hour.
    expect(stage.looked.length).toBeGreaterThanOrEqual(3);
    expect(stage.looked.length).toBeLessThanOrEqual(4);
  });

  test('is done once by two processes', async () => {
    await watch('pay.example.com', leafEnding(20));
    see('pay.example.com', [leafEnding(20)]);
    const other = await stage.open();
    await Promise.all([run(), run(other)]);
    expect(stage.looked).toEqual(['pay.example.com']);
  });

  test('looks again when an incident opens or worsens', async () => {
    await watch('pay.example.com', leafEnding(12));
    see('pay.example.com', [leafEnding(12)]);
    await run();
    stage.pass(3 * minuteMs);
    const subject = { kind: 'certificate', fingerprint256: fingerprint } as const;
    const incident = { ...incidentOf('i1'), subject, problem: 'lapse', stateAt: stage.now() } as const;
    expect(await stage.store.incidents.save([incident], [], stage.now())).toBe(true);
    stage.pass(minuteMs);
    await run();
    stage.pass(minuteMs);
    await run();
    expect(stage.looked).toHaveLength(2);
  });

  test('says nothing where our own connection is at fault, keeps what was known, and tries again in an hour', async () => {
    const leaf = leafEnding(20);
    await watch('pay.example.com', leaf);
    const vantage = finding('vantage/resolver-broken', { layer: 'vantage', blame: 'our-vantage' });
    see('pay.example.com', [leaf], vantage, finding('dns/caa-forbids-issuer'));
    await run();
    expect(await outlook()).toBeNull();
    stage.pass(10 * minuteMs);
    await run();
    expect(stage.looked).toHaveLength(1);
    stage.pass(60 * minuteMs);
    await run();
    expect(stage.looked).toHaveLength(2);
  });

  test('of one that nobody serves any more nothing is kept', async () => {
    await watch('pay.example.com', leafEnding(20));
    see(
      'pay.example.com',
      [leafEnding(80, { fingerprint256: 'cc'.repeat(32) })],
      finding('dns/caa-forbids-issuer'),
    );
    await run();
    expect(await outlook()).toBeNull();
  });

  test('of one that cannot be reached tells what DNS says, from the next endpoint if need be', async () => {
    const leaf = leafEnding(5);
    await watch('pay.example.com', leaf);
    see('pay.example.com', [], finding('dns/nxdomain'));
    await run();
    expect((await outlook())?.obstacles.map(({ finding: id }) => id)).toEqual(['dns/nxdomain']);
  });
});

test('what was known of a certificate stands while its server cannot be reached', async () => {
  const leaf = leafEnding(20);
  await watch('pay.example.com', leaf);
  see('pay.example.com', [leaf], finding('dns/caa-forbids-issuer'));
  await run();
  see('pay.example.com', []);
  stage.pass(dayMs);
  await run();
  expect((await outlook())?.at).toEqual(stage.now());
  expect((await outlook())?.obstacles.map(({ finding: id }) => id)).toEqual(['dns/caa-forbids-issuer']);
});

describe('renewed and not deployed', () => {
  const newer = leafEnding(85, { fingerprint256: 'cc'.repeat(32), addresses: ['192.0.2.8:443'] });

  test('another address of the same name serves the newer one', async () => {
    const leaf = leafEnding(10);
    await watch('pay.example.com', leaf, newer);
    see('pay.example.com', [leaf, newer]);
    await run();
    const found = (await outlook())?.newer ?? null;
    expect(found).toMatchObject({ seen: 'served', where: 'pay.example.com:443 at 192.0.2.8:443' });
    expect(found?.since).toEqual(stage.now());
    expect(found && newerSentence(found)).toMatch(
      /served by pay\.example\.com:443 at 192\.0\.2\.8:443 since 21 Sep 2026/,
    );
    expect(searched).toEqual([]);
  });

  test('another watched endpoint serves it, and since when is remembered', async () => {
    const leaf = leafEnding(10);
    await watch('pay.example.com', leaf);
    await watch('pay.example.com:8443', { ...newer, addresses: ['192.0.2.7:8443'] });
    see('pay.example.com', [leaf]);
    await run();
    const since = stage.now();
    expect((await outlook())?.newer).toMatchObject({
      where: 'pay.example.com:8443 at 192.0.2.7:8443',
      since,
    });
    stage.pass(dayMs);
    await run();
    expect((await outlook())?.at).toEqual(stage.now());
    expect((await outlook())?.newer?.since).toEqual(since);
    expect(news).toHaveLength(1);
  });

  test('one whose clients refuse it is no renewal', async () => {
    const leaf = leafEnding(10);
    await watch('pay.example.com', leaf);
    const id = await watch('pay.example.com:8443', newer);
    const at = stage.now();
    const cause = { id: null, title: 'untrusted', fix: null, reproduce: null, blame: 'target' } as const;
    const condition = {
      trouble: 'untrusted',
      fingerprint256: newer.fingerprint256,
      bad: 2,
      good: 0,
      since: at,
    } as const;
    const conditions = [{ ...condition, confirmedAt: at, turns: [], cause }];
    const sighting = sightingOf(id, {
      at,
      certificate: newer,
      certificateSeenAt: at,
      served: [newer],
      conditions,
    });
    await stage.store.endpoints.recordLook(sighting, [], at);
    see('pay.example.com', [leaf]);
    await run();
    expect((await outlook())?.newer).toBeNull();
  });

  test('a search of logs knows it, and is asked by the name in the certificate', async () => {
    const leaf = leafEnding(10, { names: ['*.example.com'] });
    await watch('pay.example.com', leaf);
    see('pay.example.com', [leaf]);
    const issued = { notBefore: after(-2 * dayMs), notAfter: after(88 * dayMs), issuer: 'R13' };
    const entry = { where: 'crt.sh', names: ['*.example.com'], fingerprint256: null, keyType: null };
    logged = [{ ...entry, ...issued }];
    await run();
    expect(searched).toEqual(['*.example.com']);
    expect((await outlook())?.newer).toMatchObject({ seen: 'logged', where: 'crt.sh', since: null });
  });

  test('a search that knows twins says nothing of one newer certificate', async () => {
    const leaf = leafEnding(10);
    await watch('pay.example.com', leaf);
    see('pay.example.com', [leaf]);
    const entry = {
      where: 'crt.sh',
      names: ['pay.example.com'],
      fingerprint256: null,
      keyType: null,
      issuer: 'R13',
    };
    const twin = { ...entry, notBefore: leaf.notBefore, notAfter: leaf.notAfter };
    logged = [twin, twin, { ...entry, notBefore: after(-2 * dayMs), notAfter: after(88 * dayMs) }];
    await run();
    expect((await outlook())?.newer).toBeNull();
  });
});
