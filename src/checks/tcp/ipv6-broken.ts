import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlConnect } from '../commands/connect.ts';
import { fateEvidence, fateText, tcpTrouble } from '../reading/tcp/fates.ts';

export const ipv6Broken = defineCheck({
  id: 'tcp/ipv6-broken',
  severity: 'error',
  blame: 'target',
  title: 'IPv6 is published and does not work',
  explanation:
    'The name has AAAA records, no IPv6 address accepts a connection, and IPv4 works. Browsers hide it: they try both and take the one that answers (Happy Eyeballs). Clients that try one address after the other wait for a timeout or fail, and IPv6-only clients (many mobile networks, some clusters) never get through.',
  fix: 'Let the service listen on IPv6 (nginx: listen [::]:443 ssl; HAProxy: bind :::443; Apache: Listen [::]:443) and open the IPv6 firewall, which is separate from the IPv4 one. Until then remove the AAAA records.',
  citation: 'RFC 8305 §5',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    const trouble = tcpTrouble(tcp, tls);
    if (trouble.kind !== 'ipv6') return [];
    const first = trouble.failing[0];
    if (first === undefined) return [];
    return [
      {
        title: `IPv6 is published and does not work (${fateText(first)}), IPv4 does`,
        evidence: [...fateEvidence(trouble.failing), ...fateEvidence(trouble.open.slice(0, 4))],
        reproduce: curlConnect(first.address),
      },
    ];
  },
});
