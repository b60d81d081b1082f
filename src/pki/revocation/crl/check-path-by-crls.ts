import type { Certificate } from '../../certificate/certificate.ts';
import type { Crl } from './crl.ts';
import type { CrlAnswer } from './crl-answer.ts';
import type { MissingCrls } from './crl-question.ts';
import { judgeCrls } from './judge-crls.ts';

export type PathByCrls =
  | { readonly ok: true }
  | { readonly ok: false; readonly at: Certificate; readonly answer: CrlAnswer };

export type PathByCrlsOptions = {
  /** See `CrlQuestion.strict`; true unless said. */
  readonly strict?: boolean;
  /**
   * Certificates for which no CRL is at hand; 'refuse' unless said. A CRL that is at hand and cannot be used (stale,
   * badly signed, of the wrong scope) refuses in both.
   */
  readonly missing?: MissingCrls;
};

/**
 * Whether a valid path (leaf first, trust anchor last) stands by these CRLs: every certificate but the anchor must be
 * told good. Without any CRL nothing was asked for, and nothing is refused. RFC 5280 §6.1.3 a 3 demands the status of
 * each certificate and leaves the means to the caller: whoever hands in CRLs has chosen CRLs as the means, so silence
 * about one of the certificates is a refusal ("missing CRL" of PKITS 4.4.1), and not a pass.
 */
export function checkPathByCrls(
  path: readonly Certificate[],
  crls: readonly Crl[],
  candidates: readonly Certificate[],
  now: Date,
  { strict = true, missing = 'refuse' }: PathByCrlsOptions = {},
): PathByCrls {
  if (crls.length === 0) return { ok: true };
  // From the anchor down: below a revoked authority nothing that it signed counts.
  for (let index = path.length - 2; index >= 0; index -= 1) {
    const [certificate, issuer, ...above] = path.slice(index);
    if (certificate === undefined || issuer === undefined) continue;
    const answer = judgeCrls({ certificate, issuer, above, crls, candidates, now, strict, missing });
    if (!isAccepted(answer, missing)) return { ok: false, at: certificate, answer };
  }
  return { ok: true };
}

function isAccepted(answer: CrlAnswer, missing: MissingCrls): boolean {
  if (answer.status !== 'unknown') return answer.status === 'good';
  return missing === 'allow' && answer.problems.every(({ kind }) => kind === 'no-crl');
}
