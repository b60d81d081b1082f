import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { nothingOpen } from '../reading/tcp/total.ts';

export const tcpConnectionFailed = defineCheck({
  id: 'tcp/connection-failed',
  severity: 'fatal',
  blame: 'unknown',
  title: 'The connection fails in an unusual way',
  explanation:
    'The operating system gave up on the connection for a reason that is neither refusal, silence nor a missing route. The error code in the evidence is what it said.',
  fix: 'Look the error code up in connect(2), and try the command below from another machine to see whose side it is.',
  citation: 'connect(2)',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    return nothingOpen(tcp, tls, 'failed', (where) => `The connection to ${where} fails`);
  },
});
