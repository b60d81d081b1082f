import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { requestFailed } from '../reading/http/end.ts';

export const httpTimeout = defineCheck({
  id: 'http/timeout',
  severity: 'fatal',
  blame: 'target',
  title: 'The server takes the request and does not answer',
  explanation:
    'Connection and TLS work, the request was sent, and no response came in time. The web server hands the request to something that hangs: an application out of workers, a slow database, a dead backend with a long timeout.',
  fix: 'Look at the application behind the web server: its workers, its queue, its database. Give the proxy a shorter timeout, so that clients get an error they can retry (nginx: proxy_read_timeout; HAProxy: timeout server).',
  citation: 'RFC 9112 §9.5',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe, others: httpAddressesProbe },
  judge(facts, { target }) {
    return requestFailed(
      facts,
      target,
      'timeout',
      (where) => `${capital(where)} takes the request and does not answer`,
    );
  },
});

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
