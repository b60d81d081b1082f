import type { Diagnosis } from '../core/diagnosis.ts';
import { type Block, date, type Inline, labelled, text } from '../core/message.ts';
import { isRevocationAnnounced, renewalPlan, type Validity } from '../core/watch/renewal/renewal.ts';
import type { ServedChain } from '../probes/chain.ts';
import type { FactsOf } from './diagnosis/facts.ts';

/** One line of `/cert`: from when the leaf should be renewed, who says so, and why the CA does not if it does not. */
export function renewalBlocks(served: ServedChain, factsOf: FactsOf): readonly Block[] {
  const { leaf } = served;
  const heard = factsOf('ari')?.leaves.find((one) => one.fingerprint256 === leaf.fingerprint256);
  const { notBefore, notAfter } = leaf;
  const urgent = urgentWords(served, factsOf);
  if (urgent !== null) return [labelled('Renewal', text(urgent))];
  if (heard === undefined) return [line({ notBefore, notAfter }, text(' (by share of its lifetime)'))];
  const { answer, directory } = heard;
  if (answer.kind === 'window') {
    return [line({ notBefore, notAfter, renewalWindow: answer.window }, ...saidBy(answer.window))];
  }
  const why = directory === null ? '' : `; ${directory.name} names no window: ${answer.detail}`;
  return [line({ notBefore, notAfter }, text(` (by share of its lifetime${why})`))];
}

/** No date counts for a certificate that nobody should go on using; null: dates count. */
function urgentWords({ leaf, knownKeys }: ServedChain, factsOf: FactsOf): string | null {
  const judged = factsOf('revocation')?.chains.flatMap(({ certificates }) => certificates) ?? [];
  const isRevoked = judged.some(
    ({ certificate, adopted }) =>
      adopted.status === 'revoked' && certificate.fingerprint256 === leaf.fingerprint256,
  );
  if (isRevoked) return 'now, with a new key: it was revoked';
  const isKnown = knownKeys.some(({ certificate }) => certificate.fingerprint256 === leaf.fingerprint256);
  return isKnown ? 'now, with a new key: this one is public' : null;
}

function line(life: Validity, ...source: readonly Inline[]): Block {
  const { due, overdue } = renewalPlan(life);
  return labelled(
    'Renewal',
    text('due '),
    date(due, 'both'),
    text(', overdue from '),
    date(overdue, 'absolute'),
    ...source,
  );
}

function saidBy({ source, explanationUrl }: NonNullable<Validity['renewalWindow']>): readonly Inline[] {
  const said = text(` (said by ${source})`);
  if (explanationUrl === null) return [said];
  return [said, text('. Why: '), { kind: 'link', text: explanationUrl, url: explanationUrl }];
}

/** Their fix is a new certificate today: a date of renewal beside it would contradict. */
const replacedNow = ['revocation/revoked', 'certificate/known-key'];

/** The same in the small print of `/check`, about the certificate that is due first; nothing once it has ended. */
export function renewalWords({ certificates, at, findings, rootCause }: Diagnosis): readonly Inline[] {
  // The clock is wrong then, or the certificate is that of a proxy.
  if (rootCause?.layer === 'vantage') return [];
  if (findings.some(({ id }) => replacedNow.includes(id))) return [];
  const lives = certificates.map((certificate) => ({ certificate, plan: renewalPlan(certificate) }));
  const [first] = lives.toSorted((one, other) => one.plan.due.getTime() - other.plan.due.getTime());
  if (first === undefined || at >= first.plan.expired) return [];
  const { certificate, plan } = first;
  const source = certificate.renewalWindow?.source;
  const by = source === undefined ? 'by share of its lifetime' : `said by ${source}`;
  const ahead = isRevocationAnnounced(certificate, at) ? ', ahead of its time' : '';
  return [
    text(at >= plan.due ? ' Renewal has been due since ' : ' Renewal is due from '),
    date(plan.due, 'absolute'),
    text(` (${by}${ahead}).`),
  ];
}
