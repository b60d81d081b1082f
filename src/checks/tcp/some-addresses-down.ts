import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlConnect } from '../commands/connect.ts';
import { addressOf } from '../commands/place.ts';
import { fateEvidence, fateText, tcpTrouble } from '../reading/tcp/fates.ts';

export const someAddressesDown = defineCheck({
  id: 'tcp/some-addresses-down',
  severity: 'error',
  blame: 'target',
  title: 'Some addresses of the target accept no connection',
  explanation:
    'DNS hands out all of these addresses and some of them do not work. Clients are sent to one at random: a part of them fails or waits for a timeout before trying the next, which looks like a fault that comes and goes.',
  fix: 'Bring the failing addresses back, or take them out of DNS until they are. With a health-checked DNS or load balancer, check why its health check still passes.',
  citation: 'RFC 8305 §5',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    const trouble = tcpTrouble(tcp, tls);
    if (trouble.kind !== 'some') return [];
    const { failing, open } = trouble;
    const first = failing[0];
    if (first === undefined) return [];
    const total = failing.length + open.length;
    return [
      {
        title:
          failing.length === 1
            ? `1 of ${total} addresses is down: ${addressOf(first.address)}, ${fateText(first)}`
            : `${failing.length} of ${total} addresses are down`,
        evidence: [...fateEvidence(failing), ...fateEvidence(open.slice(0, 4))],
        reproduce: curlConnect(first.address),
      },
    ];
  },
});
