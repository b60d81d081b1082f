import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type CertificateSpec, daysFrom, type Forged, forgeLeaf } from '../certificates/forge.ts';
import { forgeLog, forgeLoggedLeaf, logListText, type SctSpec } from '../certificates/logs.ts';
import { forgeAuthority } from '../certificates/scenario.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import { answersWindow, startAcmeCa } from '../farm/acme-ca.ts';
import { startAuthority } from '../farm/authority.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { type OpenStage, type Stage, setStage } from './stage.ts';

const { root, intermediate } = forgeAuthority({ now: realNow });
const at = daysFrom(realNow, -29);
const alpha = forgeLog('Alpha');
const beta = forgeLog('Beta');
const gamma = forgeLog('Gamma');
const logList = logListText([alpha, beta, gamma], daysFrom(realNow, -3));

/** RFC 9500 §2.3, testECCP256: published so that whoever meets it knows that it proves nothing. */
const published = createPrivateKey(`-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIObLW92AqkWunJXowVR2Z5/+yVPBaFHnEedDk5WJxk/BoAoGCCqGSM49
AwEHoUQDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71vc75eSOkyMsxFxbFsTNEMTLjV
uKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
-----END EC PRIVATE KEY-----
`);

async function serve(
  leaf: Forged,
  settings: EngineSettings = {},
  servers: readonly AsyncDisposable[] = [],
  key: KeyObject | string = leaf.key,
): Promise<OpenStage> {
  const server = await startHttpServer(answersStatus(200), { chain: [leaf.der, intermediate.der], key });
  return setStage({
    typed: `site.test:${server.port}`,
    address: '127.0.0.1',
    settings: { anchorsPem: root.pem, ...settings },
    servers: [...servers, server],
  });
}

function logged(scts: readonly SctSpec[], spec: CertificateSpec = {}): Promise<OpenStage> {
  return serve(forgeLoggedLeaf(intermediate, { now: realNow, ...spec }, scts), { logList });
}

async function windowed(ageDays: number, from: number, to: number): Promise<OpenStage> {
  const ca = await startAcmeCa({
    now: realNow,
    info: answersWindow(daysFrom(realNow, from), daysFrom(realNow, to)),
  });
  const leaf = forgeLeaf(intermediate, {
    now: realNow,
    notBefore: daysFrom(realNow, -ageDays),
    notAfter: daysFrom(realNow, 90 - ageDays),
    caIssuers: ['http://ca.site.test/issuer.der'],
  });
  const settings = {
    anchorsPem: root.pem + ca.anchorsPem,
    ariDirectories: `ca.site.test=${ca.directoryUrl}`,
  };
  return serve(leaf, settings, [ca]);
}

/** What the authority, the logs and the owner did before the certificate was served. */
export const issuanceStages: readonly Stage[] = [
  {
    name: 'in two logs of two operators',
    verdict: 'healthy',
    finding: null,
    open: () => logged([alpha, beta].map((log) => ({ log, at }))),
  },
  {
    name: 'in no log',
    verdict: 'degraded',
    finding: 'certificate/too-few-scts',
    shows: /CT Precertificate SCTs:\s*$/,
    open: () => logged([]),
  },
  {
    name: 'in one log only',
    verdict: 'degraded',
    finding: 'certificate/too-few-scts',
    open: () => logged([{ log: alpha, at }]),
  },
  {
    name: 'a third SCT forged',
    verdict: 'healthy',
    finding: 'certificate/sct-invalid',
    open: () =>
      logged([
        { log: alpha, at },
        { log: beta, at },
        { log: gamma, at, broken: true },
      ]),
  },
  {
    name: 'ARI window passed',
    verdict: 'degraded',
    finding: 'certificate/renewal-overdue',
    open: () => windowed(65, -5, -3),
  },
  {
    name: 'ARI window far in the past of a young certificate',
    verdict: 'degraded',
    finding: 'certificate/revocation-announced',
    open: () => windowed(20, -400, -399),
  },
  {
    name: 'private key published',
    verdict: 'degraded',
    finding: 'certificate/known-key',
    async open() {
      const leaf = forgeLeaf(intermediate, { now: realNow, key: published });
      return serve(leaf, {}, [], leaf.keyPem);
    },
  },
  {
    name: 'intermediate missing with AIA',
    verdict: 'broken',
    finding: 'chain/missing-intermediate',
    shows: /unable to get local issuer certificate|verify the first certificate/,
    async open() {
      const authority = await startAuthority();
      authority.serve('/issuer.der', answersStatus(200, {}, intermediate.der));
      const leaf = forgeLeaf(intermediate, { now: realNow, caIssuers: [authority.url('/issuer.der')] });
      const server = await startHttpServer(answersStatus(200), { chain: [leaf.der], key: leaf.key });
      return setStage({
        typed: `site.test:${server.port}`,
        address: '127.0.0.1',
        settings: { anchorsPem: root.pem },
        servers: [authority, server],
      });
    },
  },
];
