import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';

export const redirectRefused = defineCheck({
  id: 'http/redirect-refused',
  severity: 'warning',
  blame: 'our-vantage',
  title: 'A redirect leads where Notafter does not go',
  explanation:
    'The target answers with a redirect to an address, port or scheme that the address policy of this Notafter refuses, so it was not followed. If a public site redirects into a private network, clients outside cannot follow it either.',
  fix: 'Correct the Location header if it is not meant to lead there. If it is, an administrator can allow the network with ALLOWED_NETWORKS.',
  citation: 'RFC 9110 §15.4',
  reads: { http: httpProbe },
  judge({ http }) {
    const hop = http.hops.at(-1);
    if (http.end.kind !== 'redirect-refused' || hop === undefined) return [];
    const { url, rule } = http.end;
    return [
      {
        title: `A redirect leads where Notafter does not go: ${URL.parse(url)?.host || 'another scheme'}`,
        evidence: [
          evidence('URL', hop.url),
          evidence('status', String(hop.status)),
          evidence('location', url),
          evidence('rule', rule),
        ],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
