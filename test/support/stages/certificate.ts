import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario, type ScenarioName } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { type OpenStage, type Stage, setStage } from './stage.ts';

type Row = readonly [ScenarioName, Verdict, FindingId | null, shows?: RegExp];

const rows: readonly Row[] = [
  ['healthy', 'healthy', null],
  ['healthy-rsa', 'healthy', null],
  ['wildcard-ok', 'healthy', null],
  ['no-cn', 'healthy', null],
  ['idn', 'healthy', null],
  ['ip-san', 'healthy', null],
  ['name-constraint-ok', 'healthy', null],
  ['healthy-ed25519', 'healthy', 'certificate/not-in-browsers'],
  ['expired', 'broken', 'certificate/expired'],
  ['not-yet-valid', 'broken', 'certificate/not-yet-valid'],
  ['renewal-due', 'healthy', 'certificate/renewal-due'],
  ['wrong-host', 'broken', 'certificate/name-mismatch'],
  ['sibling', 'broken', 'certificate/name-mismatch'],
  ['wildcard-depth', 'broken', 'certificate/name-mismatch'],
  ['wildcard-bare', 'broken', 'certificate/name-mismatch'],
  ['www-missing', 'broken', 'certificate/name-mismatch'],
  ['only-www', 'broken', 'certificate/name-mismatch'],
  ['ip-in-cn', 'broken', 'certificate/name-mismatch'],
  ['ip-as-dns', 'broken', 'certificate/name-mismatch'],
  ['ip-not-covered', 'broken', 'certificate/name-mismatch'],
  ['no-san', 'broken', 'certificate/no-san'],
  ['sans-1000', 'healthy', 'certificate/oversized'],
  ['sans-10000', 'broken', 'tls/certificate-message-too-large'],
  ['rsa-8192', 'healthy', null],
  ['rsa-1024', 'broken', 'certificate/weak-key'],
  ['sha1-leaf', 'broken', 'certificate/weak-signature'],
  ['client-eku-only', 'broken', 'certificate/wrong-eku'],
  ['no-eku', 'healthy', 'certificate/no-eku'],
  ['ec-without-digital-signature', 'degraded', 'certificate/key-usage'],
  ['self-signed', 'broken', 'chain/self-signed'],
  ['expired-intermediate', 'broken', 'chain/intermediate-expired'],
  ['not-yet-valid-intermediate', 'broken', 'chain/intermediate-not-yet-valid'],
  ['expired-cross-sign', 'healthy', 'chain/expired-cross-sign'],
  ['expired-cross-sign-first', 'healthy', 'chain/expired-cross-sign'],
  ['expired-cross-sign-of-the-intermediate', 'healthy', 'chain/expired-cross-sign'],
  ['untrusted-root', 'broken', 'chain/untrusted-root'],
  ['private-root-not-sent', 'broken', 'chain/unknown-issuer'],
  ['missing-intermediate-no-aia', 'broken', 'chain/unknown-issuer'],
  ['wrong-intermediate-aki', 'broken', 'chain/wrong-intermediate'],
  ['wrong-intermediate', 'broken', 'chain/wrong-intermediate'],
  ['bad-signature', 'broken', 'chain/bad-signature'],
  ['out-of-order', 'healthy', 'chain/wrong-order'],
  ['root-before-the-others', 'healthy', 'chain/wrong-order'],
  ['root-included', 'healthy', 'chain/root-included'],
  ['stranger', 'healthy', 'chain/superfluous'],
  ['duplicate-leaf', 'healthy', 'chain/duplicate'],
  ['everything-twice', 'healthy', 'chain/duplicate'],
  ['authorities-in-a-circle', 'broken', 'chain/unknown-issuer'],
  ['sha1-intermediate', 'broken', 'chain/weak-signature'],
  ['rsa-1024-intermediate', 'broken', 'chain/weak-key'],
  ['issuer-client-eku-only', 'broken', 'chain/ca-eku'],
  ['issuer-unknown-critical-extension', 'broken', 'chain/unknown-critical-extension'],
  ['issuer-not-a-ca', 'broken', 'chain/not-a-ca'],
  ['issuer-without-key-cert-sign', 'broken', 'chain/ca-key-usage'],
  ['path-length-exceeded', 'broken', 'chain/path-length'],
  ['name-constraint-permitted', 'broken', 'chain/name-constraints'],
  ['name-constraint-excluded', 'broken', 'chain/name-constraints'],
  ['unknown-critical-extension', 'broken', 'chain/unknown-critical-extension'],
  ['long-lived', 'degraded', 'certificate/lifetime-over-limit'],
  ['must-staple', 'degraded', 'certificate/must-staple-missing'],
  ['renewal-overdue', 'degraded', 'certificate/renewal-overdue'],
  ['renewal-critical', 'degraded', 'certificate/renewal-overdue'],
  ['expires-in-hours', 'degraded', 'certificate/expires-in-hours'],
  ['short-lived', 'healthy', null],
  ['short-lived-before-half', 'healthy', null],
  ['short-lived-due', 'healthy', 'certificate/renewal-due'],
  ['short-lived-overdue', 'degraded', 'certificate/renewal-overdue'],
  ['short-lived-last-hours', 'degraded', 'certificate/renewal-overdue'],
  ['longest-allowed', 'healthy', null],
  ['a-second-too-long', 'degraded', 'certificate/lifetime-over-limit'],
];

async function open(name: ScenarioName): Promise<OpenStage> {
  const { host, chain, key, anchorsPem } = forgeScenario(name, { now: realNow });
  const server = await startHttpServer(answersStatus(200), { chain, key });
  return setStage({
    typed: `${host}:${server.port}`,
    address: '127.0.0.1',
    settings: { anchorsPem },
    servers: [server],
  });
}

/** A forged list of certificates each, served over HTTPS by a server that is well otherwise. */
export const certificateStages: readonly Stage[] = rows.map(([name, verdict, finding, shows]) => ({
  name,
  verdict,
  finding,
  ...(shows === undefined ? {} : { shows }),
  open: () => open(name),
}));
