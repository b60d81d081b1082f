import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { hopEvidence, wayEvidence } from '../reading/http/end.ts';
import { isRedirecting } from '../reading/http/redirects.ts';

export const redirectMalformed = defineCheck({
  id: 'http/redirect-malformed',
  severity: 'error',
  blame: 'target',
  title: 'A redirect names no place to go to',
  explanation:
    'The server answers with a redirect whose Location header is missing or cannot be read as a URL. Clients stay where they are: browsers show the body of the answer, which is usually empty, and libraries report an error.',
  fix: 'Correct the rule that makes the redirect. Usual causes: a variable that was empty (nginx: $host misspelt, a map without default), a blank or line break inside the URL, a scheme without host ("https:///path").',
  citation: 'RFC 9110 §10.2.2',
  reads: { http: httpProbe },
  judge({ http }, { target }): readonly Observation[] {
    const hop = http.hops.at(-1);
    if (hop === undefined || http.end.kind !== 'response' || !isRedirecting(hop)) return [];
    const { location } = hop.headers;
    if (location !== undefined && URL.canParse(location, hop.url)) return [];
    // Asked for by its status, it is looked at for that alone.
    if (location === undefined && target.expected?.status !== undefined) return [];
    return [
      {
        // RFC 9110 §15.4: a client without a place to go shows the answer itself; some pages are made so.
        ...(location === undefined && hop.bodyBytes > 0 ? { severity: 'warning' as const } : {}),
        title:
          location === undefined
            ? `The server answers ${hop.status}, a redirect, without saying where to`
            : 'A redirect leads to something that is no URL',
        evidence: [...hopEvidence(hop), evidence('location', location ?? 'not sent'), ...wayEvidence(http)],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
