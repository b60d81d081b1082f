import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { wayEvidence } from '../reading/http/end.ts';

export const redirectLoop = defineCheck({
  id: 'http/redirect-loop',
  severity: 'fatal',
  blame: 'target',
  title: 'The redirects never end',
  explanation:
    'Every answer sends the client on, in a circle or through more steps than clients take. Browsers show "too many redirects" and no page. The classic: TLS ends at a proxy or CDN, the server behind it sees plain HTTP and redirects to https for ever.',
  fix: 'Let the server know that the client came over https (X-Forwarded-Proto, and the application must trust it), or set the CDN to speak https to the origin (Cloudflare: Full, not Flexible). Check that rules for www, language and trailing slash do not undo each other.',
  citation: 'RFC 9110 §15.4',
  reads: { http: httpProbe },
  judge({ http }) {
    const { hops, end } = http;
    const first = hops[0];
    const last = hops.at(-1);
    if (first === undefined || last === undefined) return [];
    if (end.kind !== 'redirect-loop' && end.kind !== 'too-many-redirects') return [];
    return [
      {
        title:
          end.kind === 'redirect-loop'
            ? `The redirects go in a circle after ${hops.length} step${hops.length === 1 ? '' : 's'}`
            : `The redirects do not end after ${hops.length} steps`,
        evidence: [
          ...wayEvidence(http),
          evidence(
            `${last.status ?? 'no answer'} from ${last.url}`,
            `to ${last.headers.location ?? 'nowhere'}`,
          ),
        ],
        reproduce: curlPinned(first.url, first.address, '-L', '--max-redirs 10'),
      },
    ];
  },
});
