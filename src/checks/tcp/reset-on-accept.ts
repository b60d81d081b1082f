import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { nothingOpen } from '../reading/tcp/total.ts';

export const tcpResetOnAccept = defineCheck({
  id: 'tcp/reset-on-accept',
  severity: 'fatal',
  blame: 'target',
  title: 'The connection is accepted and dropped at once',
  explanation:
    'Something accepts the connection and ends it before a byte was sent, even when the client stays silent. So it is not about TLS or the request: usually a load balancer without a healthy backend, a TCP wrapper or allow-list, or a service that crashes on accept.',
  fix: 'Look at the health of the backends behind the load balancer (HAProxy: show stat; cloud: target health). Then at allow-lists (hosts.allow, proxy protocol settings) and the log of the service.',
  citation: 'RFC 9293 §3.5.3',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    return nothingOpen(
      tcp,
      tls,
      'dropped',
      (where) => `The connection to ${where} is accepted and dropped at once`,
    );
  },
});
