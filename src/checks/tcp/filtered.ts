import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { nothingOpen } from '../reading/tcp/total.ts';

export const tcpFiltered = defineCheck({
  id: 'tcp/filtered',
  severity: 'fatal',
  blame: 'network-path',
  title: 'The connection attempt is never answered',
  explanation:
    'The packets that open a connection vanish: neither an acceptance nor a refusal comes back. A firewall or security group drops them, the machine is off, the address is no longer in use, or its accept queue is full.',
  fix: 'Check that the machine is up and that its firewall, security group and network ACL allow this port from here. Try from another network: if it works there, the drop is between here and the target. On an overloaded machine ss -ltn shows a full queue (Recv-Q).',
  citation: 'RFC 9293 §3.8.3',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    return nothingOpen(
      tcp,
      tls,
      'filtered',
      (where) => `No answer from ${where}: packets are dropped on the way`,
    );
  },
});
