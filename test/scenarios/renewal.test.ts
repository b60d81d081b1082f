import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { ariCertificateId } from '../../src/pki/ari/certificate-id.ts';
import type { AriFacts } from '../../src/probes/renewal.ts';
import { daysFrom, forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { readForged } from '../support/certificates/read.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import {
  diagnoseTarget,
  type EngineSettings,
  type Expected,
  expectDiagnosis,
  openEngine,
  realNow,
} from '../support/diagnosing.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { type AcmeCaSettings, answersWindow, startAcmeCa } from '../support/farm/acme-ca.ts';
import { answersStatus, neverAnswers, neverEndingBody } from '../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../support/farm/http-server.ts';
import { freePort } from '../support/processes/free-port.ts';
import { withDeadlines } from '../support/with-deadlines.ts';

const inDays = (days: number) => daysFrom(realNow, days);

/** A server whose certificate of 90 days is so old, issued by a CA whose AIA host is ca.site.test. */
function siteOf(ageDays: number) {
  return forgeScenario('healthy', {
    now: realNow,
    leaf: {
      notBefore: inDays(-ageDays),
      notAfter: inDays(90 - ageDays),
      caIssuers: ['http://ca.site.test/issuer.der'],
    },
  });
}

type Seen = { readonly diagnosis: Diagnosis; readonly asked: readonly string[] };

/** What the whole engine says of it when the CA answers so; asked twice where `times` says so. */
async function diagnosed(
  ageDays: number,
  ca: Partial<AcmeCaSettings> & { readonly info: HttpAnswer },
  settings: EngineSettings & { readonly times?: number } = {},
): Promise<Seen> {
  const site = siteOf(ageDays);
  await using authority = await startAcmeCa({ now: realNow, ...ca });
  await using server = await startHttpServer(answersStatus(200), { chain: site.chain, key: site.key });
  const diagnose = openEngine({
    anchorsPem: site.anchorsPem + authority.anchorsPem,
    ariDirectories: `ca.site.test=${authority.directoryUrl}`,
    ...settings,
  });
  const look = () => diagnoseTarget(diagnose, `${site.host}:${server.port}`, '127.0.0.1');
  for (let time = 1; time < (settings.times ?? 1); time += 1) await look();
  const diagnosis = await look();
  const names = new Set(authority.asked());
  expect([...names].filter((name) => name !== ariCertificateId(readForged(site.leaf)))).toEqual([]);
  return { diagnosis, asked: authority.requests().map(({ path }) => path) };
}

function answerIn({ results }: Diagnosis): AriFacts['leaves'][number]['answer'] | undefined {
  const ari = results.find(({ probe }) => probe === 'ari');
  return ari?.status === 'ok' ? (ari.facts as AriFacts).leaves[0]?.answer : undefined;
}

type Row = readonly [string, ageDays: number, HttpAnswer, Expected];
const healthy: Expected = { verdict: 'healthy', finding: null };

const windows: readonly Row[] = [
  ['lies ahead', 30, answersWindow(inDays(28), inDays(30)), healthy],
  ['lies ahead of one that shares of its life call due', 65, answersWindow(inDays(1), inDays(3)), healthy],
  [
    'has begun',
    55,
    answersWindow(inDays(-1), inDays(1)),
    { verdict: 'healthy', finding: 'certificate/renewal-due' },
  ],
  [
    'has passed',
    65,
    answersWindow(inDays(-5), inDays(-3)),
    { verdict: 'degraded', finding: 'certificate/renewal-overdue' },
  ],
  [
    'lies far in the past of a young certificate',
    20,
    answersWindow(inDays(-400), inDays(-399), { explanationURL: 'https://ca.example/incident' }),
    { verdict: 'degraded', finding: 'certificate/revocation-announced' },
  ],
  [
    'was over half an hour ago, on a young certificate',
    20,
    answersWindow(inDays(-1 / 24), inDays(-1 / 48)),
    { verdict: 'degraded', finding: 'certificate/revocation-announced' },
  ],
];

describe('a renewal window of the CA that', () => {
  it.each(windows)('%s', async (_when, ageDays, info, expected) => {
    const { diagnosis } = await diagnosed(ageDays, { info });
    expectDiagnosis(diagnosis, expected);
    expect(answerIn(diagnosis)?.kind).toBe('window');
    expect(diagnosis.certificates[0]?.renewalWindow?.source).toBe('ca.site.test');
  });

  it('is explained shows the page in the evidence', async () => {
    const explanationURL = 'https://ca.example/incident?<!channel>';
    const { diagnosis } = await diagnosed(20, {
      info: answersWindow(inDays(-2), inDays(-1), { explanationURL }),
    });
    expect(diagnosis.rootCause?.evidence).toContainEqual({
      label: 'why',
      value: 'https://ca.example/incident?%3C!channel%3E',
    });
  });
});

const due: Expected = { verdict: 'healthy', finding: 'certificate/renewal-due' };
const usual = answersWindow(inDays(1), inDays(3));
const troubles: readonly (readonly [string, Partial<AcmeCaSettings>, reason: string])[] = [
  ['does not know the certificate', { info: answersStatus(404) }, 'not-known'],
  ['answers 503', { info: answersStatus(503) }, 'unreachable'],
  ['limits the rate', { info: answersStatus(429, { 'retry-after': '60' }) }, 'rate-limited'],
  ['sends no JSON', { info: answersStatus(200, {}, '<html>busy</html>') }, 'malformed'],
  ['sends 100 KiB', { info: answersStatus(200, {}, ' '.repeat(100_000)) }, 'unreachable'],
  ['sends a body without end', { info: neverEndingBody }, 'unreachable'],
  ['names a window that ends before it begins', { info: answersWindow(inDays(3), inDays(1)) }, 'absurd'],
  ['names a window after the end', { info: answersWindow(inDays(900), inDays(901)) }, 'absurd'],
  ['has no renewalInfo', { directory: answersStatus(200, {}, '{}') }, 'not-offered'],
  ['has a directory that is no JSON', { directory: answersStatus(200, {}, '') }, 'malformed'],
  ['has no directory', { directory: answersStatus(404) }, 'unreachable'],
];

describe('where the CA does not say, the share of the lifetime decides: the CA', () => {
  it.each(troubles)('%s', async (_trouble, ca, reason) => {
    const { diagnosis, asked } = await diagnosed(65, { info: usual, ...ca }, { times: 2 });
    expectDiagnosis(diagnosis, due);
    expect(answerIn(diagnosis)).toMatchObject({ kind: 'silent', reason });
    // Remembered: the second look asked nothing.
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('is down', async () => {
    const directory = `https://127.0.0.1:${await freePort()}/directory`;
    const { diagnosis, asked } = await diagnosed(
      65,
      { info: usual },
      { ariDirectories: `ca.site.test=${directory}` },
    );
    expectDiagnosis(diagnosis, due);
    expect(answerIn(diagnosis)).toMatchObject({ kind: 'silent', reason: 'unreachable' });
    expect(asked).toEqual([]);
  });

  it('never answers, and the look still ends in time', async () => {
    await withDeadlines(1500, async (deadlineMs) => {
      const { diagnosis } = await diagnosed(65, { info: neverAnswers }, { deadlineMs });
      expectDiagnosis(diagnosis, due);
      expect(answerIn(diagnosis)).toMatchObject({ kind: 'silent', reason: 'unreachable' });
    });
  });

  it('shows an https certificate that leads nowhere', async () => {
    const site = siteOf(65);
    await using authority = await startAcmeCa({ now: realNow, info: usual });
    await using server = await startHttpServer(answersStatus(200), { chain: site.chain, key: site.key });
    const { anchorsPem } = site;
    const diagnose = openEngine({ anchorsPem, ariDirectories: `ca.site.test=${authority.directoryUrl}` });
    const diagnosis = await diagnoseTarget(diagnose, `${site.host}:${server.port}`, '127.0.0.1');
    expectDiagnosis(diagnosis, due);
    expect(answerIn(diagnosis)).toMatchObject({ kind: 'silent', reason: 'unreachable' });
    expect(authority.requests()).toEqual([]);
  });

  it('stands where the address policy forbids to go', async () => {
    const site = siteOf(65);
    await using authority = await startAcmeCa({ now: realNow, info: usual });
    await using server = await startHttpServer(answersStatus(200), { ...site, host: '::1' });
    const diagnose = openEngine({
      anchorsPem: site.anchorsPem + authority.anchorsPem,
      ariDirectories: `ca.site.test=${authority.directoryUrl}`,
      allowedNetworks: ['::1/128'],
    });
    const diagnosis = await diagnoseTarget(diagnose, `${site.host}:${server.port}`, '::1');
    expectDiagnosis(diagnosis, due);
    expect(answerIn(diagnosis)).toMatchObject({ reason: 'unreachable' });
    expect(authority.connections()).toBe(0);
  });
});

describe('the CA is asked', () => {
  it('once for its directory and once for a certificate, however often one looks', async () => {
    const { asked } = await diagnosed(30, { info: answersWindow(inDays(28), inDays(30)) }, { times: 3 });
    expect(asked).toEqual(['/directory', expect.stringMatching(/^\/renewal-info\//)]);
  });

  it('once for many endpoints that are looked at together', async () => {
    const site = siteOf(30);
    await using authority = await startAcmeCa({ now: realNow, info: usual });
    await using server = await startHttpServer(answersStatus(200), { chain: site.chain, key: site.key });
    const diagnose = openEngine({
      anchorsPem: site.anchorsPem + authority.anchorsPem,
      ariDirectories: `ca.site.test=${authority.directoryUrl}`,
    });
    const looks = Array.from({ length: 5 }, () =>
      diagnoseTarget(diagnose, `${site.host}:${server.port}`, '127.0.0.1'),
    );
    for (const diagnosis of await Promise.all(looks)) expect(answerIn(diagnosis)?.kind).toBe('window');
    expect(authority.requests()).toHaveLength(2);
  });

  it.each([
    ['is a public one that the table knows', true],
    ['is not when a private CA bears its name', false],
  ])('%s', async (_when, isPublic) => {
    await using dns = await startDnsServer({ records: {} });
    const root = forgeRoot({ now: realNow });
    const issuer = forgeIntermediate(root, {
      now: realNow,
      subject: [
        { type: 'O', value: "Let's Encrypt" },
        { type: 'CN', value: 'YE9' },
      ],
    });
    const leaf = forgeLeaf(issuer, { now: realNow });
    const stranger = forgeRoot({ now: realNow, subject: 'Some Public Root' });
    await using server = await startHttpServer(answersStatus(200), {
      chain: [leaf.der, issuer.der],
      key: leaf.key,
    });
    const diagnose = openEngine({
      dnsServers: [dns.address],
      anchorsPem: isPublic ? root.pem : stranger.pem,
      ...(isPublic ? {} : { extraCaPem: root.pem }),
    });
    await diagnoseTarget(diagnose, `site.test:${server.port}`, '127.0.0.1');
    const names = dns.queries.map(({ name }) => name);
    expect(names.includes('acme-v02.api.letsencrypt.org')).toBe(isPublic);
  });
});
