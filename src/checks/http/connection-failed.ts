import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { type HttpFailure, httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlPinned } from '../commands/curl.ts';
import { failedRequest, failureEvidence, hopEvidence, wayEvidence } from '../reading/http/end.ts';

export const httpConnectionFailed = defineCheck({
  id: 'http/connection-failed',
  severity: 'error',
  blame: 'target',
  title: 'The connection for the request cannot be made',
  explanation:
    'The target itself was reached, and the connection that the HTTP request needs was not: a redirect leads to a host that does not resolve, does not accept connections or has no trusted certificate, or the target stopped accepting in between.',
  fix: 'If a redirect leads there, correct its Location header, or look at that host by itself: check it as its own target. If it is the target itself, look again in a minute.',
  citation: 'RFC 9110 §15.4',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe, others: httpAddressesProbe },
  judge(facts, { target }) {
    const failed = failedRequest(facts, target);
    const how = failed === null ? null : howFailed(failed.failure);
    if (failed === null || how === null) return [];
    const { hop, failure, redirected } = failed;
    const goal = failure.kind === 'resolve' ? (hop.headers.location ?? hop.url) : hop.url;
    const severity: Finding['severity'] = redirected ? 'error' : 'fatal';
    return [
      {
        severity,
        title: redirected ? `A redirect leads to a server that ${how}` : `For the request, the server ${how}`,
        evidence: [
          ...hopEvidence({ ...hop, url: goal }),
          ...failureEvidence(failure),
          ...wayEvidence(facts.http),
        ],
        reproduce: curlPinned(hop.url, hop.address, '-m 10'),
      },
    ];
  },
});

function howFailed({ kind }: HttpFailure): string | null {
  switch (kind) {
    case 'resolve':
      return 'has no address';
    case 'connect':
      return 'accepts no connection';
    case 'tls':
      return 'has no TLS that clients accept';
    case 'timeout':
    case 'empty-reply':
    case 'reset':
    case 'protocol-error':
    case 'aborted':
      return null;
  }
}
