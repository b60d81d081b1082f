import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { Target } from '../../core/target.ts';
import { type HttpHop, httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { readHsts } from '../reading/http/hsts-header.ts';

/** What the preload list asks for: hstspreload.org, "Submission requirements". */
const preloadSeconds = 31_536_000;

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
  judge({ http }, { target }): readonly Observation[] {
    const hop = http.hops[0];
    const title = hop === undefined ? null : titleOf(hop, target);
    if (hop === undefined || title === null) return [];
    const header = hop.headers['strict-transport-security'] ?? 'not sent';
    return [
      {
        title,
        evidence: [evidence('URL', hop.url), evidence('strict-transport-security', header)],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});

/** Null: nothing to say. */
function titleOf(hop: HttpHop, { hostKind }: Target): string | null {
  // RFC 6797 §8.1.1: browsers ignore it for IP addresses.
  if (hostKind !== 'name' || hop.status === null) return null;
  const header = hop.headers['strict-transport-security'];
  // RFC 6797 §7.2 and §8.1: over plain http it is neither sent nor heeded.
  if (!hop.url.startsWith('https:'))
    return header === undefined ? null : 'The HSTS header is sent over plain http, where browsers ignore it';
  // Errors and refusals often come from something in front that does not know the header.
  if (hop.status >= 400) return null;
  if (header === undefined) return 'The site does not ask browsers to stay on https (no HSTS)';
  const read = readHsts(header);
  if (!read.valid) return `The HSTS header of the site tells browsers nothing: ${read.problem}`;
  if (read.maxAgeSeconds === 0) return 'The HSTS header of the site tells browsers nothing: max-age is 0';
  if (read.preload && (!read.includeSubDomains || read.maxAgeSeconds < preloadSeconds))
    return 'The HSTS header asks for preloading and does not meet its conditions';
  return null;
}
