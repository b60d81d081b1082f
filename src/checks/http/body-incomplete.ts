import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { failureEvidence, hopEvidence } from '../reading/http/end.ts';
import { unfinishedBody } from '../reading/http/streams.ts';

export const bodyIncomplete = defineCheck({
  id: 'http/body-incomplete',
  severity: 'error',
  blame: 'target',
  title: 'The response breaks off in the middle',
  explanation:
    'The head of the response came, and the body ended before it was complete. Clients get a truncated page or download, and most report an error. The application crashed while writing, a proxy gave up on it, or the announced length is wrong.',
  fix: 'Look in the log of the application and the proxy at this moment. Usual causes: a full disk for proxy buffers (nginx: proxy_temp_path), a send timeout, a wrong Content-Length after compression.',
  citation: 'RFC 9112 §8',
  reads: { http: httpProbe },
  judge({ http }) {
    const hop = http.hops.at(-1);
    if (hop?.bodyFailure == null || hop.bodyFailure.kind === 'aborted') return [];
    const unfinished = unfinishedBody(hop);
    if (unfinished === 'stream' || unfinished === 'slow') return [];
    const announced = hop.headers['content-length'];
    return [
      {
        title:
          unfinished === 'drip'
            ? `The response comes in drops: ${hop.bodyBytes} bytes, and no end`
            : `The response breaks off after ${hop.bodyBytes} bytes`,
        evidence: [
          ...hopEvidence(hop),
          ...failureEvidence(hop.bodyFailure),
          evidence('received', `${hop.bodyBytes} bytes`),
          ...(announced === undefined ? [] : [evidence('announced', `${announced} bytes`)]),
        ],
        reproduce: curlPinned(hop.url, hop.address, '-m 10'),
      },
    ];
  },
});
