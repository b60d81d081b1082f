import {
  checkPathByCrls,
  type PathByCrlsOptions,
} from '../../../src/pki/revocation/crl/check-path-by-crls.ts';
import type { CrlAnswer } from '../../../src/pki/revocation/crl/crl-answer.ts';
import { judgeCrls } from '../../../src/pki/revocation/crl/judge-crls.ts';
import { type Forged, fixedNow } from './forge.ts';
import type { ForgedCrl } from './forge-crl.ts';
import { readForged, readForgedCrl } from './read.ts';

/** "ok", or which certificate is refused and why: "site.test: revoked keyCompromise", "Test CA: stale". */
export function checkForgedPath(
  path: readonly Forged[],
  crls: readonly ForgedCrl[],
  candidates: readonly Forged[] = [],
  options: PathByCrlsOptions = {},
): string {
  const read = path.map(readForged);
  const others = candidates.map(readForged);
  const checked = checkPathByCrls(read, crls.map(readForgedCrl), others, fixedNow, options);
  return checked.ok ? 'ok' : `${checked.at.subject.commonName}: ${inShort(checked.answer)}`;
}

/** What CRLs say of the first certificate of a path, in strict judging. */
export function judgeForged(
  [certificate, issuer, ...above]: readonly Forged[],
  crls: readonly ForgedCrl[],
  candidates: readonly Forged[] = [],
): CrlAnswer {
  if (certificate === undefined || issuer === undefined) throw new Error('two certificates are needed');
  return judgeCrls({
    certificate: readForged(certificate),
    issuer: readForged(issuer),
    above: above.map(readForged),
    crls: crls.map(readForgedCrl),
    candidates: candidates.map(readForged),
    now: fixedNow,
    strict: true,
  });
}

/** "good", "revoked keyCompromise", or the kinds of problems with what tells them apart. */
export function inShort(answer: CrlAnswer): string {
  if (answer.status === 'good') return 'good';
  if (answer.status === 'revoked') return `revoked ${answer.reason ?? ''}`.trim();
  const said = answer.problems.map((problem) => {
    if (problem.kind === 'scope-mismatch') return `${problem.kind} ${problem.mismatch}`;
    if (problem.kind === 'partial-reasons') return `${problem.kind} ${problem.missing.join(' ')}`;
    return problem.kind;
  });
  return said.join(', ');
}
