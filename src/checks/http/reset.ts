import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { requestFailed } from '../reading/http/end.ts';

export const httpReset = defineCheck({
  id: 'http/reset',
  severity: 'fatal',
  blame: 'target',
  title: 'The connection is reset when the request arrives',
  explanation:
    'The connection stands until the request is sent and is then cut (RST). The process died, a web application firewall blocks this request, or a load balancer dropped the connection because its backend did.',
  fix: 'Read the log of the server and of the firewall in front of it at this moment. Compare with another path or user agent: if only some requests are cut, a filter does it.',
  citation: 'RFC 9112 §9.6',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe, others: httpAddressesProbe },
  judge(facts, { target }) {
    return requestFailed(
      facts,
      target,
      'reset',
      (where) => `The connection to ${where} is reset when the request arrives`,
    );
  },
});
