import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { nothingOpen } from '../reading/tcp/total.ts';

export const tcpRefused = defineCheck({
  id: 'tcp/refused',
  severity: 'fatal',
  blame: 'target',
  title: 'The connection is refused',
  explanation:
    'The machine is up and answers, and says that nothing listens on this port. The service is stopped, crashed, listens on another port or only on 127.0.0.1, or a firewall rejects with a reset.',
  fix: 'On the machine, see what listens: ss -ltnp. Start the service, correct its listen address (0.0.0.0 and [::] rather than 127.0.0.1), or correct the port. Behind a load balancer check the listener and its target port.',
  citation: 'RFC 9293 §3.5.2',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    return nothingOpen(tcp, tls, 'refused', (where) => `Nothing listens at ${where}: connection refused`);
  },
});
