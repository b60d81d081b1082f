import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/diagnosis.ts';
import type { FindingId } from '../../src/core/finding.ts';
import { daysFrom, forgeIntermediate, forgeLeaf } from '../support/certificates/forge.ts';
import { forgeOcsp, forgeOcspError, noCheckExtension } from '../support/certificates/forge-ocsp.ts';
import { expectDiagnosis, realNow } from '../support/diagnosing.ts';
import { answersCrl, answersOcsp } from '../support/farm/authority.ts';
import { answersStatus, neverAnswers, neverEndingBody, slowDrip } from '../support/farm/http-answers.ts';
import type { HttpAnswer } from '../support/farm/http-server.ts';
import {
  openStage,
  revocationIn,
  type Stage,
  type StageSpec,
  serialOf,
} from '../support/revocation-stage.ts';

const days = (count: number) => daysFrom(realNow, count);
const revokedAt = days(-2);
const onlyCrl: StageSpec = { ocsp: [], crl: ['/crl'] };

type Row = readonly [
  what: string,
  spec: StageSpec,
  /** What the authority publishes, and the staple of the server. */
  act: (stage: Stage) => Uint8Array | undefined,
  verdict: Verdict,
  finding: FindingId | null,
];

const publishes =
  (answer: HttpAnswer, path = '/ocsp'): Row[2] =>
  ({ authority }) => {
    authority.serve(path, answer);
    return undefined;
  };

function listing(stage: Stage, more: Parameters<Stage['serveCrl']>[0] = {}): undefined {
  stage.serveCrl({ entries: [{ serial: serialOf(stage.leaf), at: revokedAt, reason: 4 }], ...more });
}

const responder = (stage: Stage, spec: Parameters<typeof forgeLeaf>[1] = {}) =>
  forgeLeaf(stage.intermediate, {
    now: realNow,
    subject: 'Test OCSP responder',
    dns: [],
    scts: 0,
    extendedKeyUsage: ['OCSPSigning'],
    extensions: [noCheckExtension],
    ...spec,
  });

const rows: readonly Row[] = [
  ['good by OCSP', {}, (stage) => void stage.serveOcsp(), 'healthy', null],
  [
    'good by CRL only, as many authorities have it',
    onlyCrl,
    (stage) => void stage.serveCrl(),
    'healthy',
    null,
  ],
  [
    'good by a delegated responder',
    {},
    (stage) => void stage.serveOcsp({ responder: responder(stage), by: 'name' }),
    'healthy',
    null,
  ],
  ['good by staple', { ocsp: [] }, (stage) => stage.ocsp(), 'healthy', null],
  [
    'revoked by OCSP',
    {},
    (stage) => void stage.serveOcsp({ status: { revokedAt, reason: 1 } }),
    'broken',
    'revocation/revoked',
  ],
  ['revoked by CRL', onlyCrl, (stage) => listing(stage), 'broken', 'revocation/revoked'],
  [
    'revoked by CRL and good by OCSP',
    { crl: ['/crl'] },
    (stage) => {
      stage.serveOcsp();
      return listing(stage);
    },
    'broken',
    'revocation/revoked',
  ],
  [
    'revoked by staple',
    { ocsp: [] },
    (stage) => stage.ocsp({ status: { revokedAt } }),
    'broken',
    'revocation/revoked',
  ],
  [
    'revoked by OCSP and good by an older staple',
    {},
    (stage) => {
      stage.serveOcsp({ status: { revokedAt } });
      return stage.ocsp({ thisUpdate: days(-3) });
    },
    'broken',
    'revocation/revoked',
  ],
  [
    'an intermediate revoked by the CRL of its root',
    { intermediate: ({ url }) => ({ crl: [url('/root')] }) },
    (stage) => {
      stage.serveOcsp();
      const entries = [{ serial: serialOf(stage.intermediate), at: revokedAt, reason: 2 }];
      stage.authority.serve('/root', answersCrl(stage.crl({ entries }, stage.root)));
      return undefined;
    },
    'broken',
    'revocation/revoked',
  ],
  ['responder answers 500', {}, publishes(answersStatus(500)), 'healthy', 'revocation/responder-unreachable'],
  [
    'responder answers a page',
    {},
    publishes(answersStatus(200, { 'content-type': 'text/html' }, '<!doctype html><title>Log in</title>')),
    'healthy',
    'revocation/responder-unreachable',
  ],
  [
    'responder says tryLater',
    {},
    publishes(answersOcsp(forgeOcspError(3))),
    'healthy',
    'revocation/responder-unreachable',
  ],
  ['responder never ends', {}, publishes(neverEndingBody), 'healthy', 'revocation/responder-unreachable'],
  [
    'responder says it is not in charge',
    {},
    publishes(answersOcsp(forgeOcspError(6))),
    'healthy',
    'revocation/responder-unauthorized',
  ],
  [
    'responder without the purpose OCSPSigning',
    {},
    (stage) => void stage.serveOcsp({ responder: responder(stage, { extendedKeyUsage: ['serverAuth'] }) }),
    'healthy',
    'revocation/responder-unauthorized',
  ],
  [
    'responder of another authority',
    {},
    (stage) => {
      const other = forgeIntermediate(stage.root, { now: realNow, subject: 'Other CA' });
      stage.serveOcsp({ responder: responder({ ...stage, intermediate: other }) });
      return undefined;
    },
    'healthy',
    'revocation/responder-unauthorized',
  ],
  [
    'responder with a wrong signature',
    {},
    (stage) => void stage.serveOcsp({ badSignature: true, status: { revokedAt } }),
    'healthy',
    'revocation/response-invalid',
  ],
  [
    'responder with an old answer',
    {},
    (stage) => void stage.serveOcsp({ thisUpdate: days(-9), nextUpdate: days(-2) }),
    'healthy',
    'revocation/response-invalid',
  ],
  [
    'responder that does not know the certificate',
    {},
    (stage) => void stage.serveOcsp({ status: 'unknown' }),
    'healthy',
    'revocation/unknown-to-responder',
  ],
  [
    'CRL stale',
    onlyCrl,
    (stage) => void stage.serveCrl({ thisUpdate: days(-9), nextUpdate: days(-2) }),
    'healthy',
    'revocation/crl-stale',
  ],
  [
    'wrong shard',
    onlyCrl,
    (stage) => void stage.serveCrl({ scope: { at: { names: ['uri:http://127.0.0.1/other.crl'] } } }),
    'healthy',
    'revocation/crl-scope-mismatch',
  ],
  [
    'CRL with a wrong signature',
    onlyCrl,
    (stage) => listing(stage, { badSignature: true }),
    'healthy',
    'revocation/crl-invalid',
  ],
  ['CRL missing', onlyCrl, () => undefined, 'healthy', 'revocation/crl-unreachable'],
  [
    'a page for a CRL',
    onlyCrl,
    publishes(answersStatus(200, {}, '<html>'), '/crl'),
    'healthy',
    'revocation/crl-unreachable',
  ],
  [
    'staple expired',
    { ocsp: [] },
    (stage) => stage.ocsp({ thisUpdate: days(-9), nextUpdate: days(-2) }),
    'healthy',
    'revocation/staple-expired',
  ],
  [
    'staple expired, and it must be stapled',
    { ocsp: [], leaf: { mustStaple: true } },
    (stage) => stage.ocsp({ thisUpdate: days(-9), nextUpdate: days(-2) }),
    'degraded',
    'revocation/staple-expired',
  ],
  [
    'staple of another certificate',
    { ocsp: [] },
    ({ intermediate }) =>
      forgeOcsp({
        certificate: forgeLeaf(intermediate, { now: realNow }),
        issuer: intermediate,
        now: realNow,
      }),
    'degraded',
    'revocation/staple-invalid',
  ],
  ['staple that is none', { ocsp: [] }, () => Buffer.from('none'), 'degraded', 'revocation/staple-invalid'],
  ['staple saying tryLater', { ocsp: [] }, () => forgeOcspError(3), 'degraded', 'revocation/staple-invalid'],
  [
    'must-staple with nothing stapled',
    { leaf: { mustStaple: true } },
    (stage) => void stage.serveOcsp(),
    'degraded',
    'certificate/must-staple-missing',
  ],
  [
    'must-staple, stapled well while the responder is down',
    { leaf: { mustStaple: true } },
    (stage) => stage.ocsp(),
    'healthy',
    null,
  ],
];

describe('revocation: one root cause each', () => {
  it.each(rows)('%s', async (_what, spec, act, verdict, finding) => {
    await using stage = await openStage(spec);
    const staple = act(stage);
    const diagnosis = await stage.look(staple === undefined ? {} : { staple });
    expectDiagnosis(diagnosis, { verdict, finding });
    const [leaf] = revocationIn(diagnosis).certificates;
    // Trouble with the sources never passes for good.
    if (finding?.startsWith('revocation/') === true && verdict === 'healthy') {
      expect(leaf?.adopted.status).toBe('unchecked');
    }
  });
});

describe('a responder that holds a check up', () => {
  it.each([
    ['says nothing', neverAnswers],
    ['drips', slowDrip({ part: 'body' })],
    ['drips its head', slowDrip({ part: 'head' })],
  ])('and %s is left after its time, and the check goes on', async (_what, answer) => {
    await using stage = await openStage({ deadlineMs: 1200 });
    stage.authority.serve('/ocsp', answer);
    const diagnosis = await stage.look();
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: 'revocation/responder-unreachable' });
  });

  it('is not waited for long when the list has answered', async () => {
    await using stage = await openStage({ crl: ['/crl'] });
    stage.authority.serve('/ocsp', neverAnswers);
    stage.serveCrl();
    const diagnosis = await stage.look();
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(revocationIn(diagnosis).certificates[0]?.adopted).toMatchObject({ status: 'good', by: 'crl' });
  });
});

describe('an address in a certificate', () => {
  it('is not asked where the address policy forbids to go', async () => {
    await using stage = await openStage({ crl: ['/crl'], allowedNetworks: ['127.0.0.2/32'] });
    stage.serveOcsp();
    const diagnosis = await stage.look({ host: '127.0.0.2' });
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(stage.authority.connections()).toBe(0);
    expect(diagnosis.findings.map(({ id, blame }) => `${id} ${blame}`)).toContain(
      'revocation/responder-unreachable our-vantage',
    );
  });
});
