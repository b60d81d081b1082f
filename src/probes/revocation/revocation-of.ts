import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { ProbeContext } from '../probe.ts';
import { askCrls } from './ask-crls.ts';
import { askOcsp } from './ask-ocsp.ts';
import { adopt } from './revocation-adopt.ts';
import type { Adopted, SourceReport } from './revocation-facts.ts';
import { openAllowance, type RevocationQuestion } from './revocation-question.ts';

export type RevocationOf = {
  readonly reports: readonly SourceReport[];
  /** `revoked` outweighs everything; `unchecked` is neither good nor bad. */
  readonly adopted: Adopted;
};

/**
 * Whether a certificate is revoked by what its issuer publishes over OCSP and CRL: for one that is not in a verified
 * path yet, such as an intermediate that was fetched to repair a chain. `above` is the path from the issuer's issuer to
 * the anchor, where it is known. At most 16 fetches and 4 s; both sources are asked at once. Never throws.
 */
export function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  context: ProbeContext,
  above: readonly Certificate[] = [],
): Promise<RevocationOf> {
  const candidates = [issuer, ...above];
  return askAll({ certificate, issuer, above, candidates, allowance: openAllowance(context) }, [], context);
}

/** How long the other sources may still take once one has given an answer that counts. */
const graceMs = 1500;

/** Asks OCSP and CRL side by side, and weighs them with what is known already (staples). */
export async function askAll(
  question: RevocationQuestion,
  known: readonly SourceReport[],
  context: ProbeContext,
): Promise<RevocationOf> {
  const { ocspUrls, crlUrls } = question.certificate;
  if (ocspUrls.length + crlUrls.length === 0)
    return { reports: known, adopted: adopt(question.certificate, known) };
  const enough = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const inTime = { ...context, signal: AbortSignal.any([context.signal, enough.signal]) };
  const wait = (reports: readonly SourceReport[]) => {
    if (timer !== null || !reports.some(({ said }) => said.kind === 'good' || said.kind === 'revoked'))
      return;
    timer = setTimeout(() => enough.abort(), graceMs);
  };
  wait(known);
  const asked = [askOcsp(question, inTime), askCrls(question, inTime)];
  try {
    const answers = await Promise.all(
      asked.map(async (asking) => {
        const reports = await asking;
        wait(reports);
        return reports;
      }),
    );
    const reports = [...known, ...answers.flat()];
    return { reports, adopted: adopt(question.certificate, reports) };
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}
