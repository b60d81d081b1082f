import type { Evidence } from '../../core/finding.ts';
import { hostPort } from '../../core/target.ts';
import type { RefusedAddress } from '../../probes/reach.ts';
import { evidence, listed } from './evidence.ts';

const mostShown = 8;

/** The same whatever is asked for, so that it tells nobody which networks there are. */
const elsewhere =
  'Internal networks may be open to single channels, or to admins, by networks in ACCESS_FILE: ask there, or ask an admin whether this channel should be among them.';

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
  const fix = `If Notafter is meant to look there, an administrator ${parts.join(' and ')} and restarts it.`;
  return refused.some(({ byPlace }) => byPlace) ? `${fix} ${elsewhere}` : fix;
}
