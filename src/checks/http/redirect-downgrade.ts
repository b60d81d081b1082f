import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { redirectsOf } from '../reading/http/redirects.ts';

export const redirectDowngrade = defineCheck({
  id: 'http/redirect-downgrade',
  severity: 'error',
  blame: 'target',
  title: 'A redirect leads from https to plain http',
  explanation:
    'A client that came encrypted is sent on unencrypted: what follows, cookies and tokens included, can be read and changed on the way. Java clients do not follow such a redirect at all, and browsers that know the host by HSTS turn it into a loop.',
  fix: 'Correct the Location header to https. Usually the application builds it from its own plain connection behind the proxy: pass X-Forwarded-Proto and let the application trust it (nginx: proxy_redirect http:// https:// as a stopgap).',
  citation: 'RFC 9110 §4.2.2',
  reads: { http: httpProbe },
  judge({ http }) {
    const found = redirectsOf(http).find(
      ({ from, to }) => from.protocol === 'https:' && to.protocol === 'http:',
    );
    if (found === undefined) return [];
    const { hop, to } = found;
    return [
      {
        title: `A redirect leads from https to plain http on ${to.host}`,
        evidence: [
          evidence('URL', hop.url),
          evidence('status', String(hop.status)),
          evidence('location', to.href),
        ],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
