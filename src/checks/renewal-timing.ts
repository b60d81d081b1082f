import type { Evidence } from '../core/finding.ts';
import { renewalPlan } from '../core/renewal.ts';
import type { Certificate } from '../pki/certificate/certificate.ts';
import type { ServedChain } from '../probes/chain.ts';
import { certificateEvidence, evidence } from './evidence.ts';
import { dayMs, lengthText, momentText } from './time-words.ts';

/** A certificate of at most ten days is in its last day often: that alone is no alarm (BR §1.6.1, short-lived). */
const shortLivedMs = 10 * dayMs;

/** Valid, long-lived, and less than a day left. */
export function endsWithinADay({ leaf, renewal }: ServedChain, now: Date): boolean {
  const lifetime = leaf.notAfter.getTime() - leaf.notBefore.getTime();
  return renewal !== 'expired' && lifetime > shortLivedMs && leaf.notAfter.getTime() - now.getTime() < dayMs;
}

export function renewalEvidence(leaf: Certificate, now: Date): readonly Evidence[] {
  const plan = renewalPlan(leaf);
  return [
    ...certificateEvidence('certificate', leaf),
    evidence('lifetime', lengthText(leaf.notAfter.getTime() - leaf.notBefore.getTime())),
    evidence('left', lengthText(leaf.notAfter.getTime() - now.getTime())),
    evidence('renewal was due', momentText(plan.due)),
  ];
}
