import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { wayEvidence } from '../reading/http/end.ts';

export const redirectNeedsCookie = defineCheck({
  id: 'http/redirect-needs-cookie',
  severity: 'notice',
  blame: 'target',
  title: 'The redirects only end for clients that keep cookies',
  explanation:
    'Without cookies the redirects go in a circle; a second look that kept them arrived. Browsers work. Scripts, health checks, link previews and search engines usually keep none and see no page.',
  fix: 'Nothing to do for pages meant for browsers. For an API or a health check answer without a redirect, and let the test for cookies happen after the first page.',
  citation: 'RFC 6265 §8.1',
  reads: { http: httpProbe },
  judge({ http }) {
    const first = http.hops[0];
    if (!http.cookiesKept || first === undefined) return [];
    const names = [...new Set(http.hops.flatMap(({ cookieNames }) => cookieNames))];
    return [
      {
        evidence: [
          evidence('URL', first.url),
          evidence('cookies', names.slice(0, 8).join(', ')),
          ...wayEvidence(http),
        ],
        reproduce: curlPinned(first.url, first.address, '-L', '--max-redirs 10'),
      },
    ];
  },
});
