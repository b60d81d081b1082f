import { expect } from 'vitest';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { type CertificateSpec, daysFrom, type Forged, forgeLeaf } from '../certificates/forge.ts';
import { noCheckExtension } from '../certificates/forge-ocsp.ts';
import { expectDiagnosis, realNow } from '../diagnosing.ts';
import type { HttpAnswer } from '../farm/http-server.ts';
import { openStage, revocationIn, type Stage, type StageSpec, serialOf } from './revocation-stage.ts';

export const days = (count: number): Date => daysFrom(realNow, count);
export const revokedAt = days(-2);
export const onlyCrl: StageSpec = { ocsp: [], crl: ['/crl'] };

export type Row = readonly [
  what: string,
  spec: StageSpec,
  /** What the authority publishes; returns the staple of the server, if it has one. */
  act: (stage: Stage) => Uint8Array | undefined,
  verdict: Verdict,
  /** The root cause, or the worst finding where nothing is bad. */
  finding: FindingId | null,
];

export function publishes(answer: HttpAnswer, path = '/ocsp'): Row[2] {
  return ({ authority }) => {
    authority.serve(path, answer);
    return undefined;
  };
}

/** A CRL that lists the leaf. */
export function listing(stage: Stage, more: Parameters<Stage['serveCrl']>[0] = {}): undefined {
  stage.serveCrl({ entries: [{ serial: serialOf(stage.leaf), at: revokedAt, reason: 4 }], ...more });
}

/** A delegated responder, sound unless `spec` spoils it. */
export function responderOf(issuer: Forged, spec: CertificateSpec = {}): Forged {
  return forgeLeaf(issuer, {
    now: realNow,
    subject: 'Test OCSP responder',
    dns: [],
    scts: 0,
    extendedKeyUsage: ['OCSPSigning'],
    extensions: [noCheckExtension],
    ...spec,
  });
}

/** Runs a row through the whole engine. */
export async function expectRow([, spec, act, verdict, finding]: Row): Promise<void> {
  await using stage = await openStage(spec);
  const staple = act(stage);
  const diagnosis = await stage.look(staple === undefined ? {} : { staple });
  expectDiagnosis(diagnosis, { verdict, finding });
  const [leaf] = revocationIn(diagnosis).certificates;
  // Trouble with the sources never passes for good.
  if (finding?.startsWith('revocation/') === true && verdict === 'healthy') {
    expect(leaf?.adopted.status).toBe('unchecked');
  }
}
