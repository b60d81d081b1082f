import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { hopEvidence } from '../reading/http/end.ts';

/** Answers to questions that a plain GET does not ask. */
const unasked: Readonly<Record<number, string>> = {
  206: 'a part of the page, though no range was asked for',
  304: '"not modified", though nothing was said about a copy',
};

export const statusUnasked = defineCheck({
  id: 'http/status-unasked',
  severity: 'warning',
  blame: 'target',
  title: 'The server answers a question that was not asked',
  explanation:
    'A plain GET was answered with a status that only fits a conditional request or one for a range. Clients without a copy of the page have nothing to show. It is usually a cache or proxy that keeps an answer made for somebody else.',
  fix: 'Let the cache leave conditional and range headers out of its own requests, or make them part of its key (nginx: proxy_cache with slice or proxy_force_ranges; Varnish: unset bereq.http.If-Modified-Since). Purge what it holds.',
  citation: 'RFC 9110 §15.4.5',
  reads: { http: httpProbe },
  judge({ http }, { target }): readonly Observation[] {
    const hop = http.hops.at(-1);
    const what = unasked[hop?.status ?? 0];
    if (hop === undefined || what === undefined || target.expected?.status !== undefined) return [];
    return [
      {
        title: `The server answers ${hop.status}: ${what}`,
        evidence: hopEvidence(hop),
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
