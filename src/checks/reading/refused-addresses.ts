import type { Evidence } from '../../core/finding.ts';
import { hostPort } from '../../core/target.ts';
import type { RefusedAddress } from '../../probes/reach.ts';
import { evidence, listed } from './evidence.ts';

const mostShown = 8;

export function refusedEvidence(refused: readonly RefusedAddress[]): readonly Evidence[] {
  return refused
    .slice(0, mostShown)
    .map(({ ip, port, rule, variable }) => evidence(hostPort(ip, port), `${rule} (${variable})`));
}

/** Names the exact entries an administrator would add or take away. */
export function allowingFix(refused: readonly RefusedAddress[]): string {
  const entries = [...new Set(refused.flatMap(({ entry }) => (entry === null ? [] : [entry])))];
  const ports = [...new Set(refused.filter(({ entry }) => entry === null).map(({ port }) => port))];
  const parts = [
    ...(entries.length > 0
      ? [
          `adds ${listed(entries)} to ALLOWED_NETWORKS (ALLOWED_NETWORKS=${entries.slice(0, mostShown).join(',')})`,
        ]
      : []),
    ...(ports.length > 0 ? [`takes port ${listed(ports.map(String))} out of DENIED_PORTS`] : []),
  ];
  return `If Notafter is meant to look there, an administrator ${parts.join(' and ')} and restarts it.`;
}
