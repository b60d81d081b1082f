import { freshestCrl } from '../certificates/distribution-points.ts';
import { forgeLeaf } from '../certificates/forge.ts';
import { forgeOcsp, forgeOcspError } from '../certificates/forge-ocsp.ts';
import { realNow } from '../diagnosing.ts';
import { answersCrl } from '../farm/authority.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { days, listing, onlyCrl, publishes, type Row, revokedAt } from '../revocation/revocation-rows.ts';
import { serialOf } from '../revocation/revocation-stage.ts';

/** What lists and staples say, whole and broken. */
export const listRows: readonly Row[] = [
  [
    'the right shard',
    onlyCrl,
    (stage) => void stage.serveCrl({ scope: { at: { names: [`uri:${stage.authority.url('/crl')}`] } } }),
    'healthy',
    null,
  ],
  [
    'revoked since, by the delta of the CRL',
    onlyCrl,
    (stage) => {
      const at = { names: [`uri:${stage.authority.url('/delta')}`] };
      stage.serveCrl({ number: 5, extensions: [freshestCrl([{ at }])] });
      const entries = [{ serial: serialOf(stage.leaf), at: revokedAt }];
      stage.authority.serve('/delta', answersCrl(stage.crl({ number: 6, baseNumber: 5, entries })));
      return undefined;
    },
    'broken',
    'revocation/revoked',
  ],
  [
    'a CRL of over 10 MB',
    onlyCrl,
    publishes(answersStatus(200, {}, Buffer.alloc(10 * 1024 * 1024 + 1, 0x30)), '/crl'),
    'healthy',
    'revocation/crl-unreachable',
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
