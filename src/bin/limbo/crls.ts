import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { Strictness } from '../../pki/path/path-rules.ts';
import { checkPathByCrls } from '../../pki/revocation/crl/check-path-by-crls.ts';
import type { Crl } from '../../pki/revocation/crl/crl.ts';
import type { CrlAnswer } from '../../pki/revocation/crl/crl-answer.ts';
import { readCrl } from '../../pki/revocation/crl/read-crl.ts';
import { readable } from './certificates.ts';
import type { LimboCase } from './suite.ts';

/** Null where the case hands in no CRL: then nobody asks about revocation. */
export function revocationByCrls(
  limboCase: LimboCase,
  now: Date,
): NonNullable<Strictness['revocation']> | null {
  const given = limboCase.crls ?? [];
  if (given.length === 0) return null;
  const read = given.map((text) => readCrl(Buffer.from(text)));
  const crls = read.filter((one): one is Crl => !('unreadable' in one));
  const faults = read.flatMap((one) => ('unreadable' in one ? [one.unreadable] : []));
  const candidates = readable([...limboCase.untrusted_intermediates, ...limboCase.trusted_certs]);
  return (path) => {
    if (crls.length === 0) return { at: leafOf(path), detail: `no CRL can be read: ${faults[0] ?? ''}` };
    const checked = checkPathByCrls(path, crls, candidates, now);
    return checked.ok ? null : { at: checked.at, detail: answerText(checked.answer) };
  };
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
