import type { Observation } from '../../../core/finding.ts';
import type { TcpFacts } from '../../../probes/tcp.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { curlConnect } from '../../commands/connect.ts';
import { addressOf } from '../../commands/place.ts';
import { fateEvidence, type TcpFate, tcpTrouble } from './fates.ts';

/** The finding when no address can be used and this fate is the one of most of them. */
export function nothingOpen(
  tcp: TcpFacts,
  tls: TlsFacts | null,
  fate: TcpFate,
  title: (where: string) => string,
): readonly Observation[] {
  const trouble = tcpTrouble(tcp, tls);
  if (trouble.kind !== 'all' || trouble.fate !== fate) return [];
  const { failing } = trouble;
  const shown = failing.find((seen) => seen.fate === fate) ?? failing[0];
  if (shown === undefined) return [];
  const where = failing.length === 1 ? addressOf(shown.address) : `any of ${failing.length} addresses`;
  return [
    {
      title: title(where),
      evidence: fateEvidence(failing),
      reproduce: curlConnect(shown.address),
    },
  ];
}
