import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { requestFailed } from '../reading/http/end.ts';

export const emptyReply = defineCheck({
  id: 'http/empty-reply',
  severity: 'fatal',
  blame: 'target',
  title: 'The request is answered with nothing',
  explanation:
    'The server reads the request and closes the connection without a byte of a response. The process crashes on the request, a proxy has no backend to pass it to, or the port belongs to a service that is not HTTP.',
  fix: 'Look for a crash or restart in the log at this moment. Behind a proxy check the health of its backends; nginx closes like this on return 444.',
  citation: 'RFC 9112 §9.5',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe, others: httpAddressesProbe },
  judge(facts, { target }) {
    return requestFailed(
      facts,
      target,
      'empty-reply',
      (where) => `The request to ${where} is answered with nothing: connection closed`,
    );
  },
});
