import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { httpProbe } from '../../probes/http.ts';
import { type Http2Facts, http2Probe } from '../../probes/http2.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { failureEvidence } from '../reading/http/end.ts';

export const h2Broken = defineCheck({
  id: 'http/h2-broken',
  severity: 'error',
  blame: 'target',
  title: 'HTTP/2 is agreed on and does not work',
  explanation:
    'In the TLS handshake the server chooses HTTP/2, and a request over it fails, while the same request over HTTP/1.1 is answered. Browsers and most modern clients take the offer and show a protocol error; scripts that only speak HTTP/1.1 work, which is why it often goes unnoticed.',
  fix: 'Look in the error log of whatever ends TLS. Usual causes: headers that HTTP/2 forbids (Connection, Keep-Alive, upper case names) added by a backend or a Lua/VCL rule, a proxy that speaks HTTP/2 to a backend that does not, a header beyond the limits. Until then take h2 off the offer (nginx: http2 off; HAProxy: alpn http/1.1; Apache: Protocols http/1.1).',
  citation: 'RFC 9113 §7',
  reads: { http: httpProbe, http2: http2Probe },
  judge({ http, http2 }): readonly Observation[] {
    const first = http.hops[0];
    // Without an answer over HTTP/1.1 there is nothing to compare with: what broke is told by other rules.
    if (first?.status == null || first.insteadOfHttp1 !== null) return [];
    const seen = [
      evidence('URL', http2.url),
      evidence('address', http2.address),
      evidence('over HTTP/1.1', String(first.status)),
    ];
    const reproduce = curlPinned(http2.url, http2.address, '--http2', '-m 5');
    if (http2.end.kind === 'failed') {
      const { failure } = http2.end;
      // A wait that we cut short says nothing about the protocol.
      if (failure.kind === 'aborted' || failure.kind === 'connect') return [];
      if (failure.errorCode === 'NOT_NEGOTIATED') return [];
      if (failure.kind === 'timeout' && first.elapsedMs * 2 > waitedMs(http2.phases)) return [];
      const told = { evidence: [...seen, ...failureEvidence(failure)], reproduce };
      if (failure.errorCode === 'HTTP_1_1_REQUIRED') return [{ ...told, ...wantsHttp1 }];
      const how = failure.kind === 'timeout' ? 'is not answered' : `fails: ${failure.message}`;
      return [{ ...told, title: `HTTP/2 is agreed on, and a request over it ${how}` }];
    }
    const { status } = http2.end;
    // RFC 9110 §15.5.20 and §15.6.6; 464 is how AWS says that the target group speaks another protocol.
    if (status === first.status || ![421, 464, 505].includes(status)) return [];
    return [
      {
        title: `HTTP/2 is agreed on, and a request over it is answered ${status} instead of ${first.status}`,
        evidence: [...seen, evidence('over HTTP/2', String(status))],
        reproduce,
      },
    ];
  },
});

/** RFC 9113 §7: clients that know the code ask again over HTTP/1.1, browsers among them. */
const wantsHttp1 = {
  severity: 'warning',
  title: 'HTTP/2 is agreed on, and the server then asks for HTTP/1.1 (HTTP_1_1_REQUIRED)',
  explanation:
    'The server chooses HTTP/2 in the handshake and refuses the request with HTTP_1_1_REQUIRED. Browsers ask again over HTTP/1.1 and work, a round trip slower; other clients report an error.',
  fix: 'Usual cause: a path that wants a client certificate by renegotiation or Windows authentication (NTLM), which HTTP/2 does not have. Take h2 off the offer for this site, or move that path to a host of its own.',
} as const satisfies Partial<Observation>;

/** All the time that the other request was given; slow over both versions is no matter of HTTP/2. */
function waitedMs({ queueMs, connectMs, tlsMs, firstByteMs }: Http2Facts['phases']): number {
  return queueMs + (connectMs ?? 0) + (tlsMs ?? 0) + (firstByteMs ?? 0);
}
