import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { isExpectedStatus } from '../../core/target/expected.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { hopEvidence, wayEvidence } from '../reading/http/end.ts';

export const bodyMismatch = defineCheck({
  id: 'http/body-mismatch',
  severity: 'error',
  blame: 'target',
  title: 'The body of the response is not the expected one',
  explanation:
    'The response came, and the text that was asked for with expect: is not in it. The service answers with something else: a maintenance or error page under a success status, an empty result, another version of the page, or the site of somebody else.',
  fix: 'Look at the body with the command below. If the page is right, correct the expected text. If it is another page, look at what was deployed last, at the routing of the host name, and at caches in between.',
  citation: 'RFC 9110 §15.3.1',
  reads: { http: httpProbe },
  judge({ http }, { target }): readonly Observation[] {
    const hop = http.hops.at(-1);
    const wanted = target.expected?.body;
    if (hop?.status == null || wanted === undefined || http.expectedBody === null) return [];
    const right = target.expected?.status;
    // A wrong status is told by its own rule, and its page is another one for that reason.
    if (right === undefined ? hop.status >= 400 : !isExpectedStatus(right, hop.status)) return [];
    const seen = [...hopEvidence(hop), evidence('expected', wanted)];
    const shown = curlPinned(hop.url, hop.address)?.replace(' -o /dev/null', ' --compressed') ?? null;
    switch (http.expectedBody.kind) {
      case 'found':
        return [];
      case 'missing': {
        const { searched, whole } = http.expectedBody;
        const part = whole ? `all ${searched} characters` : `the first ${searched} characters`;
        return [
          {
            // Beyond what was read the text may still come.
            ...(whole ? {} : { severity: 'warning' as const }),
            title: `The expected text is not in the body${whole ? '' : ' as far as it was read'}`,
            evidence: [...seen, evidence('searched', part), ...wayEvidence(http)],
            reproduce: shown,
          },
        ];
      }
      case 'unreadable':
        return [
          {
            severity: 'warning',
            blame: 'unknown',
            title: 'The body cannot be compared with the expected text',
            evidence: [...seen, evidence('because', http.expectedBody.because), ...wayEvidence(http)],
            reproduce: shown,
          },
        ];
    }
  },
});
