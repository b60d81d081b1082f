import { defineCheck } from '../../core/check.ts';
import type { Evidence, Severity } from '../../core/finding.ts';
import { type HttpHop, httpProbe } from '../../probes/http.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { hopEvidence, wayEvidence } from '../reading/http-end.ts';
import { statusFix, statusMeaning } from '../reading/http-statuses.ts';
import { sessionsOf } from '../reading/tls-failures.ts';

export const httpStatus = defineCheck({
  id: 'http/status',
  severity: 'error',
  blame: 'target',
  title: 'The server answers with an error',
  explanation:
    'The server is reached and trusted, and answers a plain GET with a status that is not success. A 5xx is a fault of the server or of what stands behind it. Most 4xx on a bare path are normal for an API: it answers, it only wants a login, another path or another method.',
  fix: 'Read the log of the server for this request. The status says where to look: 502 to 504 and 52x at what stands behind the web server, 500 at the application, 401 and 403 at permissions, 404 at the path.',
  citation: 'RFC 9110 §15',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe },
  judge({ http, tls }) {
    const hop = http.hops.at(-1);
    if (http.end.kind !== 'response' || hop?.status == null || hop.status < 400) return [];
    const { status } = hop;
    const asked = (tls === null ? [] : sessionsOf(tls)).some(
      ({ address, session }) => address === hop.address && session.clientCertificate.requested,
    );
    return [
      {
        severity: severityOf(status),
        title: `The server answers ${status}: ${statusMeaning(status)}`,
        explanation: explanationOf(status),
        fix: statusFix(status),
        evidence: [
          ...hopEvidence(hop),
          ...headerEvidence(hop),
          ...(asked ? [evidence('client certificate', 'asked for, none given')] : []),
          ...wayEvidence(http),
        ],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});

/** 5xx: nobody is served. 407, 421, 429, 431: clients that do everything right are turned away. Else a plain GET is answered properly. */
function severityOf(status: number): Severity {
  if (status >= 500) return 'fatal';
  return [407, 421, 429, 431].includes(status) ? 'error' : 'notice';
}

function explanationOf(status: number): string {
  const means = `The status means: ${statusMeaning(status)}.`;
  if (status >= 500)
    return `${means} Connection, TLS and certificate work; the fault lies with the server or what stands behind it, and clients get no content.`;
  if (severityOf(status) === 'error')
    return `${means} Connection, TLS and certificate work, and clients that do nothing wrong are turned away.`;
  return `${means} Connection, TLS and certificate work and the server is answering. For an API asked without a login or at a bare path this is normal.`;
}

const toldHeaders = [
  'retry-after',
  'www-authenticate',
  'proxy-authenticate',
  'server',
  'via',
  'cf-ray',
] as const;

function headerEvidence({ headers }: HttpHop): readonly Evidence[] {
  return toldHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [evidence(name, value)];
  });
}
