import { describe, it } from 'vitest';
import type { Verdict } from '../../src/core/diagnosis.ts';
import type { FindingId } from '../../src/core/finding.ts';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';

type Row = readonly [ScenarioName, Verdict, FindingId | null];

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
  ['no-san', 'broken', 'certificate/no-san'],
  ['sans-1000', 'healthy', 'certificate/oversized'],
  ['sans-10000', 'broken', 'tls/certificate-message-too-large'],
  ['rsa-1024', 'broken', 'certificate/weak-key'],
  ['sha1-leaf', 'broken', 'certificate/weak-signature'],
  ['client-eku-only', 'broken', 'certificate/wrong-eku'],
  ['no-eku', 'healthy', 'certificate/no-eku'],
  ['ec-without-digital-signature', 'degraded', 'certificate/key-usage'],
  ['self-signed', 'broken', 'chain/self-signed'],
  ['expired-intermediate', 'broken', 'chain/intermediate-expired'],
  ['expired-cross-sign', 'healthy', 'chain/expired-cross-sign'],
  ['untrusted-root', 'broken', 'chain/untrusted-root'],
  ['private-root-not-sent', 'broken', 'chain/unknown-issuer'],
  ['missing-intermediate-no-aia', 'broken', 'chain/unknown-issuer'],
  ['wrong-intermediate-aki', 'broken', 'chain/wrong-intermediate'],
  ['wrong-intermediate', 'broken', 'chain/wrong-intermediate'],
  ['out-of-order', 'healthy', 'chain/wrong-order'],
  ['root-included', 'healthy', 'chain/root-included'],
  ['stranger', 'healthy', 'chain/superfluous'],
  ['duplicate-leaf', 'healthy', 'chain/duplicate'],
  ['sha1-intermediate', 'broken', 'chain/weak-signature'],
  ['issuer-not-a-ca', 'broken', 'chain/not-a-ca'],
  ['issuer-without-key-cert-sign', 'broken', 'chain/ca-key-usage'],
  ['path-length-exceeded', 'broken', 'chain/path-length'],
  ['name-constraint-permitted', 'broken', 'chain/name-constraints'],
  ['name-constraint-excluded', 'broken', 'chain/name-constraints'],
  ['unknown-critical-extension', 'broken', 'chain/unknown-critical-extension'],
  ['long-lived', 'degraded', 'certificate/lifetime-over-limit'],
  ['must-staple', 'degraded', 'certificate/must-staple-missing'],
];

describe('certificates and chains: one root cause each', () => {
  it.each(rows)('%s: %s, %s', async (name, verdict, finding) => {
    const { host, chain, key, anchorsPem } = forgeScenario(name, { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const diagnose = openEngine({ anchorsPem });
    const diagnosis = await diagnoseTarget(diagnose, `${host}:${server.port}`, '127.0.0.1');
    expectDiagnosis(diagnosis, { verdict, finding });
  });
});
