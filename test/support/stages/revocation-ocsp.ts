import { forgeIntermediate } from '../certificates/forge.ts';
import { forgeOcspError } from '../certificates/forge-ocsp.ts';
import { realNow } from '../diagnosing.ts';
import { answersCrl, answersOcsp } from '../farm/authority.ts';
import { answersStatus, neverEndingBody } from '../farm/http-answers.ts';
import {
  days,
  listing,
  onlyCrl,
  publishes,
  type Row,
  responderOf,
  revokedAt,
} from '../revocation/revocation-rows.ts';
import { serialOf } from '../revocation/revocation-stage.ts';

/** What a responder and a staple say. */
export const ocspRows: readonly Row[] = [
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
