import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';

export const refresh = defineCheck({
  id: 'http/refresh',
  severity: 'notice',
  blame: 'target',
  title: 'The server sends clients on by a Refresh header',
  explanation:
    'A Refresh header with a URL is a redirect that only browsers follow: API clients, health checks and Notafter itself stop at this page. It is no part of the HTTP standard.',
  fix: 'Send a real redirect (301, 302, 307 or 308 with Location) if every client is meant to follow.',
  citation: 'RFC 9110 §15.4',
  reads: { http: httpProbe },
  judge({ http }) {
    const hop = http.hops.at(-1);
    // The HTML standard's "shared declarative refresh steps": seconds, then ";" or ",", then perhaps "url=".
    const found = /^\s*\d*(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s]+)/i.exec(
      hop?.headers.refresh ?? '',
    )?.[1];
    const to = found === undefined ? null : URL.parse(found, hop?.url);
    if (hop?.status == null || to === null || to.href === hop.url) return [];
    const plain = to.protocol === 'http:' && hop.url.startsWith('https:');
    return [
      {
        title: `The server sends clients on by a Refresh header${plain ? ', to plain http' : ''}: ${to.host}`,
        ...(plain ? { severity: 'warning' as const } : {}),
        evidence: [
          evidence('URL', hop.url),
          evidence('refresh', hop.headers.refresh ?? ''),
          evidence('leads to', to.href),
        ],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
