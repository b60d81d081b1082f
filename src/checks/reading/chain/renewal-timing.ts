import type { Evidence } from '../../../core/finding.ts';
import { type RenewalWindow, renewalPlan, type Validity } from '../../../core/watch/renewal/renewal.ts';
import type { ServedChain } from '../../../probes/chain.ts';
import type { AriFacts } from '../../../probes/renewal.ts';
import { certificateEvidence, evidence } from '../evidence.ts';
import { dayMs, lengthText, momentText } from '../time-words.ts';

/** A certificate of at most ten days is in its last day often: that alone is no alarm (BR §1.6.1, short-lived). */
const shortLivedMs = 10 * dayMs;

/** The dates of the leaf, and its CA's word about them where there is one. */
export function timingOf({ leaf }: ServedChain, ari: AriFacts | null): Validity {
  const heard = ari?.leaves.find(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256);
  const { notBefore, notAfter } = leaf;
  return heard?.answer.kind === 'window'
    ? { notBefore, notAfter, renewalWindow: heard.answer.window }
    : { notBefore, notAfter };
}

/** Valid, long-lived, and less than a day left. */
export function endsWithinADay({ leaf, renewal }: ServedChain, now: Date): boolean {
  const lifetime = leaf.notAfter.getTime() - leaf.notBefore.getTime();
  return renewal !== 'expired' && lifetime > shortLivedMs && leaf.notAfter.getTime() - now.getTime() < dayMs;
}

export function renewalEvidence(served: ServedChain, ari: AriFacts | null, now: Date): readonly Evidence[] {
  const { leaf } = served;
  const timing = timingOf(served, ari);
  return [
    ...certificateEvidence('certificate', leaf),
    evidence('lifetime', lengthText(leaf.notAfter.getTime() - leaf.notBefore.getTime())),
    evidence('left', lengthText(leaf.notAfter.getTime() - now.getTime())),
    ...(timing.renewalWindow === undefined
      ? [evidence('renewal was due', momentText(renewalPlan(timing).due))]
      : windowEvidence(timing.renewalWindow)),
  ];
}

export function windowEvidence({ start, end, source, explanationUrl }: RenewalWindow): readonly Evidence[] {
  return [
    evidence('renewal window', `${momentText(start)} to ${momentText(end)}, said by ${source}`),
    ...(explanationUrl === null ? [] : [evidence('why', explanationUrl)]),
  ];
}
