import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { failureEvidence } from '../reading/http/end.ts';

export const h2Only = defineCheck({
  id: 'http/h2-only',
  severity: 'notice',
  blame: 'target',
  title: 'The server speaks HTTP/2 and nothing older',
  explanation:
    'A request over HTTP/1.1 is turned away, the same over HTTP/2 is answered. Browsers and modern clients work; old libraries, many health checks and some proxies only know HTTP/1.1 and do not.',
  fix: 'Nothing to do if it is intended, for gRPC for example. Otherwise offer http/1.1 beside h2 (nginx and Apache do unless told otherwise; HAProxy: alpn h2,http/1.1; Node: allowHTTP1).',
  citation: 'RFC 9113 §3.2',
  reads: { http: httpProbe },
  judge({ http }) {
    const hop = http.hops.find(({ insteadOfHttp1 }) => insteadOfHttp1 !== null);
    if (hop?.insteadOfHttp1 == null) return [];
    return [
      {
        evidence: [
          evidence('URL', hop.url),
          evidence('address', hop.address),
          evidence('over HTTP/2', String(hop.status)),
          ...failureEvidence(hop.insteadOfHttp1),
        ],
        reproduce: curlPinned(hop.url, hop.address, '--http1.1'),
      },
    ];
  },
});
