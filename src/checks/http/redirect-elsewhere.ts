import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { redirectsOf } from '../reading/http/redirects.ts';

export const redirectElsewhere = defineCheck({
  id: 'http/redirect-elsewhere',
  severity: 'notice',
  blame: 'unknown',
  title: 'The target redirects to another host',
  explanation:
    'Clients end up at another host, with its own addresses and its own certificate. The layers below HTTP in this answer are about the target itself, not about where it leads.',
  fix: 'Nothing to do if it is intended. Check the other host as a target of its own, and watch its certificate as well.',
  citation: 'RFC 9110 §10.2.2',
  reads: { http: httpProbe },
  judge({ http }) {
    const found = redirectsOf(http).find(({ from, to }) => from.hostname !== to.hostname);
    if (found === undefined) return [];
    const { hop, to } = found;
    return [
      {
        title: `The target redirects to another host: ${to.hostname}`,
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
