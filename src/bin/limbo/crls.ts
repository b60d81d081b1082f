import { DerError } from '../../pki/asn1/der.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { Strictness } from '../../pki/path/path-rules.ts';
import { checkPathByCrls } from '../../pki/revocation/crl/check-path-by-crls.ts';
import type { Crl } from '../../pki/revocation/crl/crl.ts';
import type { CrlAnswer } from '../../pki/revocation/crl/crl-answer.ts';
import { distributionPointsOf } from '../../pki/revocation/crl/distribution-points.ts';
import { readCrl } from '../../pki/revocation/crl/read-crl.ts';
import type { Standard } from '../../pki/rules/rule.ts';
import { readable } from './certificates.ts';
import type { LimboCase } from './suite.ts';

/** Null where the case hands in no CRL: then nobody asks about revocation. */
export function revocationByCrls(
  limboCase: LimboCase,
  now: Date,
  standards: readonly Standard[],
): NonNullable<Strictness['revocation']> | null {
  const given = limboCase.crls ?? [];
  if (given.length === 0) return null;
  const read = given.map((text) => readCrl(Buffer.from(text)));
  const readableCrls = read.filter((one): one is Crl => !('unreadable' in one));
  const faults = read.flatMap((one) => ('unreadable' in one ? [one.unreadable] : []));
  const isPublic = standards.includes('baseline');
  const crls = isPublic ? readableCrls.filter(isOfPublicForm) : readableCrls;
  if (crls.length < readableCrls.length) faults.push('its scope is not by URL alone (BR §7.2.2.1)');
  const candidates = readable([...limboCase.untrusted_intermediates, ...limboCase.trusted_certs]);
  return (path) => {
    if (crls.length === 0) return { at: leafOf(path), detail: `no CRL can be used: ${faults[0] ?? ''}` };
    const elsewhere = isPublic ? path.slice(0, -1).find((one) => !hasPublicPoints(one)) : undefined;
    if (elsewhere !== undefined)
      return { at: elsewhere, detail: 'a CRL stands elsewhere than at a URL (BR §7.1.2.11.2)' };
    const checked = checkPathByCrls(path, crls, candidates, now);
    return checked.ok ? null : { at: checked.at, detail: answerText(checked.answer) };
  };
}

/** A part of a CRL is found by its URL and tells of its own issuer's certificates only. */
function isOfPublicForm({ scope }: Crl): boolean {
  if (scope === null) return true;
  return !scope.indirect && (scope.names === null || scope.names.length === scope.urls.length);
}

/** Points that cannot be read are told where CRLs are judged. */
function hasPublicPoints(certificate: Certificate): boolean {
  try {
    return distributionPointsOf(certificate).every(({ names, urls }) => names?.length === urls.length);
  } catch (thrown) {
    if (thrown instanceof DerError) return true;
    throw thrown;
  }
}

function leafOf([leaf]: readonly Certificate[]): Certificate {
  if (leaf === undefined) throw new Error('a path has at least one certificate');
  return leaf;
}

function answerText(answer: CrlAnswer): string {
  if (answer.status === 'revoked')
    return `revoked at ${answer.at.toISOString()} (${answer.reason ?? 'no reason given'})`;
  return answer.status === 'good' ? 'good' : answer.problems.map(({ kind }) => kind).join(', ');
}
