import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { TransparencyFacts } from '../../src/probes/transparency.ts';
import { factsIn } from '../../src/views/diagnosis/facts.ts';
import { octetString } from '../support/certificates/der-writer.ts';
import { type CertificateSpec, daysFrom, type Forged, forgeLeaf } from '../support/certificates/forge.ts';
import { forgeOcsp } from '../support/certificates/forge-ocsp.ts';
import {
  forgeLog,
  forgeLoggedLeaf,
  logListText,
  type SctSpec,
  sctList,
  sctOver,
  x509EntryOf,
} from '../support/certificates/logs.ts';
import { forgeAuthority } from '../support/certificates/scenario.ts';
import {
  diagnoseTarget,
  type EngineSettings,
  expectDiagnosis,
  openEngine,
  realNow,
} from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { opensslIsHere, startOpensslServer } from '../support/farm/openssl-server.ts';
import { identityOf, pemOf, startTlsServer } from '../support/farm/tls-server.ts';

const at = daysFrom(realNow, -29);
const alpha = forgeLog('Alpha');
const beta = forgeLog('Beta', { key: 'rsa2048' });
const gamma = forgeLog('Gamma', { tiled: true });
const retired = forgeLog('Delta', { state: 'retired', since: daysFrom(realNow, -1) });
const stranger = forgeLog('Stranger');
const logList = logListText([alpha, beta, gamma, retired], daysFrom(realNow, -3));
const { root, intermediate } = forgeAuthority({ now: realNow });

/** A leaf of the public-like authority with these SCTs. */
function logged(scts: readonly SctSpec[], spec: CertificateSpec = {}): Forged {
  return forgeLoggedLeaf(intermediate, { now: realNow, ...spec }, scts);
}

async function diagnoseLeaf(leaf: Forged, settings: EngineSettings = { logList }): Promise<Diagnosis> {
  const chain = [leaf.der, intermediate.der];
  await using server = await startHttpServer(answersStatus(200), { chain, key: leaf.key });
  const diagnose = openEngine({ anchorsPem: root.pem, ...settings });
  return await diagnoseTarget(diagnose, `site.test:${server.port}`, '127.0.0.1');
}

function factsOf(diagnosis: Diagnosis): TransparencyFacts {
  const facts = factsIn(diagnosis)('transparency');
  if (facts === null) throw new Error('the probe saw nothing');
  return facts;
}

const long: CertificateSpec = { notBefore: daysFrom(realNow, -30), notAfter: daysFrom(realNow, 165) };
const few = 'certificate/too-few-scts';
const invalid = 'certificate/sct-invalid';

describe('a certificate of a public authority', () => {
  it.each([
    ['two logs of two operators', [alpha, beta].map((log) => ({ log, at })), {}, 'healthy', null],
    ['one static log beside', [alpha, gamma].map((log) => ({ log, at })), {}, 'healthy', null],
    ['one since retired', [alpha, retired].map((log) => ({ log, at })), {}, 'healthy', null],
    ['one', [{ log: alpha, at }], {}, 'degraded', few],
    ['the same log twice', [alpha, alpha].map((log) => ({ log, at })), {}, 'degraded', few],
    [
      'one of two forged',
      [
        { log: alpha, at },
        { log: beta, at, broken: true },
      ],
      {},
      'degraded',
      few,
    ],
    [
      'one of two from nowhere',
      [
        { log: alpha, at },
        { log: stranger, at },
      ],
      {},
      'degraded',
      few,
    ],
    [
      'a third forged',
      [
        { log: alpha, at },
        { log: beta, at },
        { log: gamma, at, broken: true },
      ],
      {},
      'healthy',
      invalid,
    ],
    [
      'a third from the future',
      [
        { log: alpha, at },
        { log: beta, at },
        { log: gamma, at: daysFrom(realNow, 2) },
      ],
      {},
      'healthy',
      invalid,
    ],
  ] as const)('%s', async (_when, scts, spec, verdict, finding) => {
    expectDiagnosis(await diagnoseLeaf(logged(scts, spec)), { verdict, finding });
  });

  // By when it was issued it may live too long, which is another finding and another day's rule.
  it.each([
    ['three', [alpha, beta, gamma], false],
    ['two', [alpha, beta], true],
  ] as const)('%s for 195 days', async (_count, logs, tooFew) => {
    const diagnosis = await diagnoseLeaf(
      logged(
        logs.map((log) => ({ log, at })),
        long,
      ),
    );
    expect(diagnosis.findings.some(({ id }) => id === few)).toBe(tooFew);
    expect(factsOf(diagnosis).certificates[0]?.policies.map(({ satisfied }) => satisfied)).toEqual([
      !tooFew,
      !tooFew,
    ]);
  });

  it('without any SCT is refused by browsers: the root cause, in numbers', async () => {
    const diagnosis = await diagnoseLeaf(forgeLeaf(intermediate, { now: realNow, scts: 0 }));
    expectDiagnosis(diagnosis, { verdict: 'degraded', finding: few });
    expect(diagnosis.rootCause?.title).toBe(
      'The certificate carries no transparency timestamp; Chrome and Safari want 2',
    );
    expect(factsOf(diagnosis).certificates[0]?.tlsExtension.kind).toBe('asked');
  });

  it('with SCTs in a stapled OCSP response satisfies Apple, and no longer Chrome', async () => {
    const leaf = forgeLeaf(intermediate, { now: realNow, scts: 0 });
    const entry = x509EntryOf(leaf.der);
    const value = octetString(sctList([alpha, beta].map((log) => sctOver(entry, { log, at }))));
    const staple = forgeOcsp({
      certificate: leaf,
      issuer: intermediate,
      now: realNow,
      singleExtensions: [{ oid: '1.3.6.1.4.1.11129.2.4.5', value }],
    });
    const chain = [leaf.der, intermediate.der];
    await using server = await startTlsServer({ chain, key: leaf.key, staple });
    const diagnose = openEngine({ anchorsPem: root.pem, logList });
    const diagnosis = await diagnoseTarget(diagnose, `tls://site.test:${server.port}`, '127.0.0.1');
    const [seen] = factsOf(diagnosis).certificates;
    expect(seen?.scts.map(({ source, fault }) => [source, fault])).toEqual([
      ['ocsp', null],
      ['ocsp', null],
    ]);
    expect(seen?.policies.map(({ policy, satisfied }) => [policy, satisfied])).toEqual([
      ['Chrome', false],
      ['Apple', true],
    ]);
    expect(diagnosis.rootCause?.id).toBe(few);
  });
});

describe('a server with two certificates', () => {
  it('is not judged by the SCTs of the other one: a warning, as the extension was not seen', async () => {
    const forged = [0, 1].map(() => forgeLeaf(intermediate, { now: realNow, scts: 0 }));
    const [leaf] = forged;
    if (leaf === undefined) throw new Error('two were forged');
    const contexts = forged.map((one) =>
      createSecureContext({ cert: pemOf([one.der, intermediate.der]), key: one.keyPem }),
    );
    let handshakes = 0;
    await using server = await startTlsServer({
      ...identityOf(leaf, intermediate),
      options: {
        SNICallback(_name, done) {
          done(null, contexts[Math.min(handshakes, 1)]);
          handshakes += 1;
        },
      },
    });
    const diagnose = openEngine({ anchorsPem: root.pem, logList });
    const diagnosis = await diagnoseTarget(diagnose, `tls://site.test:${server.port}`, '127.0.0.1');
    expect(factsOf(diagnosis).certificates[0]?.tlsExtension).toMatchObject({
      kind: 'failed',
      reason: 'another certificate came the second time',
    });
    expect(diagnosis.findings.find(({ id }) => id === few)?.severity).toBe('warning');
  });
});

describe('SCTs in the TLS extension', () => {
  const leaf = forgeLeaf(intermediate, { now: realNow, scts: 0 });
  const entry = x509EntryOf(leaf.der);
  const signedBy = (...specs: readonly SctSpec[]) => sctList(specs.map((spec) => sctOver(entry, spec)));

  it.skipIf(!opensslIsHere).each([
    ['-tls1_2', signedBy({ log: alpha, at }, { log: beta, at }), 'healthy', null],
    ['-tls1_3', signedBy({ log: alpha, at }, { log: beta, at }), 'healthy', null],
    ['-tls1_3', signedBy({ log: alpha, at }, { log: beta, at, broken: true }), 'degraded', few],
    ['-tls1_3', signedBy({ log: alpha, at }, { log: retired, at }), 'degraded', few],
  ] as const)('%s: %#', async (version, scts, verdict, finding) => {
    await using server = await startOpensslServer([leaf, intermediate], { flags: [version], scts });
    const diagnose = openEngine({ anchorsPem: root.pem, logList });
    const diagnosis = await diagnoseTarget(diagnose, `tls://site.test:${server.port}`, '127.0.0.1');
    const [seen] = factsOf(diagnosis).certificates;
    expect(seen?.scts.map(({ source }) => source)).toEqual(['tls', 'tls']);
    expect(seen?.tlsExtension.kind).toBe('asked');
    if (finding === null) expect(diagnosis.findings.map(({ id }) => id)).not.toContain(few);
    else expect(diagnosis.rootCause?.id).toBe(finding);
    expect(diagnosis.verdict).toBe(verdict);
  });
});

describe('who is not bound', () => {
  it('a private authority needs no SCT', async () => {
    const diagnosis = await diagnoseLeaf(forgeLeaf(intermediate, { now: realNow, scts: 0 }), {});
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(factsOf(diagnosis).certificates[0]).toMatchObject({
      bound: false,
      tlsExtension: { kind: 'not-asked' },
    });
  });
});

describe('CT_LOG_LIST', () => {
  const leaf = logged([alpha, beta].map((log) => ({ log, at })));

  it('is read from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-log-list-'));
    const file = join(folder, 'logs.json');
    await writeFile(file, logList);
    const diagnosis = await diagnoseLeaf(leaf, { ctLogList: file });
    await rm(folder, { recursive: true });
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(factsOf(diagnosis).list).toMatchObject({ source: file, problem: null, stale: false });
  });

  it('falls back to the bundled list, and says so, when it is broken', async () => {
    const diagnosis = await diagnoseLeaf(leaf, { ctLogList: '/nonexistent/logs.json' });
    expect(factsOf(diagnosis).list).toMatchObject({ source: 'bundled' });
    expect(factsOf(diagnosis).list.problem).toMatch(/^\/nonexistent\/logs.json was not taken .*ENOENT/);
    // A cause while the bundled list is young; later it blames itself.
    const told = diagnosis.findings.flatMap(({ evidence }) => evidence.map(({ value }) => value));
    expect(told.join('\n')).toMatch(/was not taken as list of logs/);
  });

  it('that is older than ten weeks blames itself for a log it does not know', async () => {
    const old = logListText([alpha], daysFrom(realNow, -71));
    const diagnosis = await diagnoseLeaf(leaf, { logList: old });
    expect(factsOf(diagnosis).list.stale).toBe(true);
    expect(diagnosis.verdict).toBe('healthy');
    expect(diagnosis.findings.find(({ id }) => id === invalid)).toMatchObject({
      severity: 'notice',
      blame: 'our-trust-store',
    });
  });
});
