import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Sighting } from '../../core/watch/endpoint.ts';

export type Found =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'still' }
  | { readonly kind: 'unseen'; readonly reason: string };

/** What the newest look at one endpoint says about an alarm. A look that saw no certificate says nothing about its age. */
export function found({ problem, subject }: Incident, sighting: Sighting | null): Found {
  if (sighting === null) return { kind: 'unseen', reason: 'it was not looked at' };
  if (sighting.verdict === 'unknown') return unseen(sighting);
  if (problem !== 'lapse') {
    const condition = sighting.conditions.find(({ trouble }) => trouble === problem);
    return {
      kind: condition !== undefined && condition.bad > 0 && condition.good === 0 ? 'still' : 'healthy',
    };
  }
  const { certificate, certificateSeenAt, at, served } = sighting;
  if (certificateSeenAt?.getTime() !== at.getTime()) return unseen(sighting);
  const leaves = [...served, ...(certificate === null ? [] : [certificate])];
  const isServed =
    subject.kind === 'certificate' &&
    leaves.some(({ fingerprint256 }) => fingerprint256 === subject.fingerprint256);
  return { kind: isServed ? 'still' : 'healthy' };
}

function unseen({ reason }: Sighting): Found {
  return { kind: 'unseen', reason: reason ?? 'no certificate was seen' };
}
