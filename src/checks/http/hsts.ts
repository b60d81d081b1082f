import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';

export const hsts = defineCheck({
  id: 'http/hsts',
  severity: 'notice',
  blame: 'target',
  title: 'The site does not ask browsers to stay on https (HSTS)',
  explanation:
    'Without the Strict-Transport-Security header a browser tries plain http first when somebody types the bare name, and somebody in between can keep it there. It only matters to browsers, not to API clients.',
  fix: 'Once all of the site works over https, send Strict-Transport-Security: max-age=31536000 with every https response (nginx: add_header ... always; Apache: Header always set; HAProxy: http-response set-header; Caddy: header).',
  citation: 'RFC 6797 §7.1',
  reads: { http: httpProbe },
  judge({ http }, { target }) {
    const hop = http.hops[0];
    // RFC 6797 §8.1.1: browsers ignore it for IP addresses.
    if (hop === undefined || target.hostKind !== 'name' || !hop.url.startsWith('https:')) return [];
    // Errors and refusals often come from something in front that does not know the header.
    if (hop.status === null || hop.status >= 400) return [];
    const header = hop.headers['strict-transport-security'];
    const seconds = /max-age\s*=\s*"?(\d+)/i.exec(header ?? '')?.[1];
    if (seconds !== undefined && Number(seconds) > 0) return [];
    return [
      {
        title:
          header === undefined
            ? 'The site does not ask browsers to stay on https (no HSTS)'
            : 'The HSTS header of the site tells browsers nothing',
        evidence: [evidence('URL', hop.url), evidence('strict-transport-security', header ?? 'not sent')],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
