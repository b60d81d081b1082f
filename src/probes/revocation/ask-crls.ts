import { DerError } from '../../pki/asn1/der.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { extensionValue } from '../../pki/certificate/extension-value.ts';
import { extensionOids } from '../../pki/certificate/object-identifiers.ts';
import type { Crl } from '../../pki/revocation/crl/crl.ts';
import type { CrlAnswer } from '../../pki/revocation/crl/crl-answer.ts';
import { readDistributionPoints } from '../../pki/revocation/crl/distribution-points.ts';
import { judgeCrls } from '../../pki/revocation/crl/judge-crls.ts';
import type { ProbeContext } from '../probe.ts';
import { type FetchedCrl, fetchCrl, keepCrl, keptCrl } from './fetch-crl.ts';
import type { CrlReport } from './revocation-facts.ts';
import { askable, type RevocationQuestion } from './revocation-question.ts';

const mostUrls = 3;

/**
 * Reads the CRLs a certificate points at, one after the other until one gives an answer that counts: they are mirrors
 * or parts of one another. Then a delta CRL, where one is named.
 */
export async function askCrls(
  question: RevocationQuestion,
  context: ProbeContext,
): Promise<readonly CrlReport[]> {
  const urls = askable(question.certificate.crlUrls).slice(0, mostUrls);
  const kept = (await Promise.all(urls.map((url) => keptCrl(url, context)))).filter((one) => one !== null);
  const known = judge(kept, question, context);
  if (known.status !== 'unknown') return finish(kept, known, question, context);
  const reports: CrlReport[] = [];
  const fetched: FetchedCrl[] = [];
  for (const url of urls) {
    const outcome = await fetchCrl(url, question.allowance, context);
    if (outcome === null) break;
    if ('report' in outcome) {
      reports.push(outcome.report);
      continue;
    }
    fetched.push(outcome);
    const answer = judge(fetched, question, context);
    if (answer.status !== 'unknown') {
      return [...reports, ...(await finish(fetched, answer, question, context))];
    }
  }
  return fetched.length === 0 ? reports : [...reports, reportOf(fetched, judge(fetched, question, context))];
}

/** What counts is kept; one that does not list the certificate may be older than its delta. */
async function finish(
  crls: readonly FetchedCrl[],
  answer: CrlAnswer,
  question: RevocationQuestion,
  context: ProbeContext,
): Promise<readonly CrlReport[]> {
  await Promise.all(crls.map((crl) => keepCrl(crl, context)));
  const [deltaUrl] = answer.status === 'good' ? askable(deltaUrls(crls, question.certificate)) : [];
  if (deltaUrl === undefined) return [reportOf(crls, answer)];
  const outcome =
    (await keptCrl(deltaUrl, context)) ?? (await fetchCrl(deltaUrl, question.allowance, context));
  if (outcome === null) return [reportOf(crls, answer)];
  if ('report' in outcome) return [reportOf(crls, answer), outcome.report];
  const both = [...crls, outcome];
  const later = judge(both, question, context);
  // A delta that cannot be used takes nothing away from its base.
  if (later.status === 'unknown') return [reportOf(crls, answer)];
  await keepCrl(outcome, context);
  return [reportOf(both, later)];
}

function deltaUrls(crls: readonly FetchedCrl[], certificate: Certificate): readonly string[] {
  const named = crls.flatMap(({ crl }) => crl.freshest.flatMap(({ urls }) => urls));
  try {
    const value = extensionValue(certificate, extensionOids.freshestCrl);
    if (value === null) return named;
    return [...named, ...readDistributionPoints(value, certificate.issuer.raw).flatMap(({ urls }) => urls)];
  } catch (thrown) {
    if (thrown instanceof DerError) return named;
    throw thrown;
  }
}

function judge(
  fetched: readonly { readonly crl: Crl }[],
  { certificate, issuer, above, candidates }: RevocationQuestion,
  { now }: ProbeContext,
): CrlAnswer {
  const crls = fetched.map(({ crl }) => crl);
  return judgeCrls({ certificate, issuer, above, crls, candidates, now: now() });
}

function reportOf(crls: readonly FetchedCrl[], answer: CrlAnswer): CrlReport {
  const source = {
    source: 'crl' as const,
    at: crls.map(({ url }) => url).join(' and '),
    urls: crls.map(({ url }) => url),
    cached: crls.every(({ cached }) => cached),
  };
  switch (answer.status) {
    case 'good': {
      const ends = answer.by.map(({ nextUpdate, delta }) => delta?.nextUpdate ?? nextUpdate);
      const until = ends.reduce((first, end) =>
        first === null || (end !== null && end < first) ? end : first,
      );
      return { ...source, said: { kind: 'good', until: until ?? null, notes: [] } };
    }
    case 'revoked': {
      const { at, reason, by } = answer;
      return { ...source, said: { kind: 'revoked', at, reason, until: by.nextUpdate, notes: [] } };
    }
    case 'unknown':
      return { ...source, said: { kind: 'refused', problems: answer.problems } };
  }
}
