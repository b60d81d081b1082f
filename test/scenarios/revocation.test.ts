import { describe, expect, it } from 'vitest';
import { forgeIntermediate } from '../support/certificates/forge.ts';
import { forgeOcspError } from '../support/certificates/forge-ocsp.ts';
import { expectDiagnosis, realNow } from '../support/diagnosing.ts';
import { answersCrl, answersOcsp } from '../support/farm/authority.ts';
import { answersStatus, neverAnswers, neverEndingBody, slowDrip } from '../support/farm/http-answers.ts';
import {
  days,
  expectRow,
  listing,
  onlyCrl,
  publishes,
  type Row,
  responderOf,
  revokedAt,
} from '../support/revocation-rows.ts';
import { openStage, revocationIn, serialOf } from '../support/revocation-stage.ts';

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
    (stage) => void stage.serveOcsp({ responder: responderOf(stage.intermediate), by: 'name' }),
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
    (stage) =>
      void stage.serveOcsp({
        responder: responderOf(stage.intermediate, { extendedKeyUsage: ['serverAuth'] }),
      }),
    'healthy',
    'revocation/responder-unauthorized',
  ],
  [
    'responder of another authority',
    {},
    (stage) => {
      const other = forgeIntermediate(stage.root, { now: realNow, subject: 'Other CA' });
      stage.serveOcsp({ responder: responderOf(other) });
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
];

describe('revocation by OCSP: one root cause each', () => {
  it.each(rows)('%s', (...row) => expectRow(row));
});

describe('a responder that holds a check up', () => {
  it.each([
    ['says nothing', neverAnswers],
    ['drips', slowDrip({ part: 'body' })],
    ['drips its head', slowDrip({ part: 'head' })],
  ])('and %s is left after its time, and the check goes on', async (_what, answer) => {
    await using stage = await openStage({ deadlineMs: 1800 });
    stage.authority.serve('/ocsp', answer);
    const diagnosis = await stage.look();
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: 'revocation/responder-unreachable' });
    expect(diagnosis.findings[0]).toMatchObject({ severity: 'warning', blame: 'third-party' });
  });

  it('is not waited for long when the list has answered', async () => {
    await using stage = await openStage({ crl: ['/crl'] });
    stage.authority.serve('/ocsp', neverAnswers);
    stage.serveCrl();
    const diagnosis = await stage.look();
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    const [leaf] = revocationIn(diagnosis).certificates;
    expect(leaf?.adopted).toMatchObject({ status: 'good', by: 'crl' });
    expect(leaf?.reports[0]?.said).toMatchObject({ trouble: 'left' });
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
