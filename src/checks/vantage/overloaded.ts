import { defineCheck } from '../../core/check.ts';
import { spoilsWaiting } from '../../core/vantage/standstill.ts';
import { type DnsFacts, dnsProbe } from '../../probes/dns.ts';
import { type TcpFacts, tcpProbe } from '../../probes/tcp.ts';
import type { TlsAddress, TlsFacts } from '../../probes/tls/tls-facts.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { loadAndProcessors } from '../commands/uptime.ts';
import { fateOfLookup } from '../reading/dns/answers.ts';
import { evidence } from '../reading/evidence.ts';
import { connectionTrouble } from '../reading/tcp/connection-trouble.ts';
import { tcpTrouble } from '../reading/tcp/fates.ts';

export const overloaded = defineCheck({
  id: 'vantage/overloaded',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The machine Notafter runs on had no processor for this look',
  explanation:
    'An answer did not come in time, and meanwhile Notafter itself stood still for a second or more: other programs had the processors, memory was swapped, or a virtual machine was paused. An answer that came just then counts as late, so nothing was learned about the target. Watched endpoints are looked at again within a minute.',
  fix: 'Look at what takes the processors (top, or vmstat 1: run queue, swapping, steal) and give Notafter its share: CPUWeight in systemd, cpu requests in Kubernetes, fewer neighbours on the host. If it is Notafter itself, lower SWEEP_CONCURRENCY or add a worker.',
  citation: 'uptime(1)',
  reads: { vantage: vantageProbe },
  mayRead: { dns: dnsProbe, tcp: tcpProbe, tls: tlsProbe },
  judge(facts) {
    const { standstill } = facts.vantage;
    if (standstill === null || !spoilsWaiting(standstill)) return [];
    const waitedFor = silentPart(facts);
    if (waitedFor === null || connectionTrouble(facts) !== null) return [];
    const { totalMs, longestMs } = standstill;
    return [
      {
        title: `Notafter stood still for ${(totalMs / 1000).toFixed(1)} s while it waited for ${waitedFor}`,
        evidence: [
          evidence('stood still', `${totalMs} ms in all, ${longestMs} ms at a time`),
          evidence('no answer in time', waitedFor),
        ],
        reproduce: loadAndProcessors(),
      },
    ];
  },
});

/** What came to nothing because of silence alone; an answer, though it be a refusal, was heard all the same. */
function silentPart({
  dns,
  tcp,
  tls,
}: {
  readonly dns: DnsFacts | null;
  readonly tcp: TcpFacts | null;
  readonly tls: TlsFacts | null;
}): string | null {
  if (dns !== null && fateOfLookup(dns) === 'timeout') return 'the resolver';
  if (tcp === null) return null;
  const trouble = tcpTrouble(tcp, tls);
  if (trouble.kind === 'all') return trouble.fate === 'filtered' ? 'the connection' : null;
  return tls?.addresses.every(isSilent) ? 'the TLS handshake' : null;
}

function isSilent({ handshake }: TlsAddress): boolean {
  return handshake.kind === 'failed' && handshake.failure.kind === 'timeout';
}
