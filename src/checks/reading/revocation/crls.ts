import type { Evidence } from '../../../core/finding.ts';
import type { CrlProblem, CrlSource } from '../../../pki/revocation/crl/crl-answer.ts';
import { evidence } from '../evidence.ts';
import { momentText } from '../time-words.ts';
import type { Heard } from './reports.ts';

/** Worst first: of several problems of one report, the first kind that is there is told. */
const order = ['stale', 'scope-mismatch'] as const;

/** The problem of this report that decides which rule tells it; null: it is no report about a CRL that was read. */
export function crlProblem({ report }: Heard): CrlProblem | null {
  if (report.source !== 'crl' || report.said.kind !== 'refused') return null;
  const { problems } = report.said;
  for (const kind of order) {
    const found = problems.find((problem) => problem.kind === kind);
    if (found !== undefined) return found;
  }
  return problems[0] ?? null;
}

/** Where the lists of a report were fetched; none: it is no report about a CRL. */
export function crlUrls({ report }: Heard): readonly string[] {
  return report.source === 'crl' ? report.urls : [];
}

export function crlEvidence(by: CrlSource): readonly Evidence[] {
  const next = by.nextUpdate === null ? 'no nextUpdate' : momentText(by.nextUpdate);
  return [
    evidence('CRL issuer', by.issuer),
    evidence('CRL valid', `${momentText(by.thisUpdate)} to ${next}`),
    ...(by.number === null ? [] : [evidence('CRL number', by.number)]),
  ];
}
