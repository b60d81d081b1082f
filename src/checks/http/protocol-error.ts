import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { requestFailed } from '../reading/http/end.ts';

export const protocolError = defineCheck({
  id: 'http/protocol-error',
  severity: 'fatal',
  blame: 'target',
  title: 'The answer is not HTTP',
  explanation:
    'Something came back that clients cannot take as an HTTP response: another protocol, a malformed or endless header, or contradicting lengths. Clients report a parse or protocol error.',
  fix: 'Run the command below and look at the first lines. Check that the port is the right one; if the head is too large, look for cookies or headers that pile up; if lengths contradict, let either the application or the proxy set Content-Length, not both.',
  citation: 'RFC 9112 §2.2',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe, others: httpAddressesProbe },
  judge(facts, { target }) {
    return requestFailed(
      facts,
      target,
      'protocol-error',
      (where) => `What ${where} answers is not proper HTTP`,
    );
  },
});
