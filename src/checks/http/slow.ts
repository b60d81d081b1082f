import { defineCheck } from '../../core/check.ts';
import { msText } from '../../core/text/time-text.ts';
import { type HttpHop, httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { type PhaseName, phaseEvidence, slowestPhase } from '../reading/http/phases.ts';
import { unfinishedBody } from '../reading/http/streams.ts';

/** Beyond this people take a page for broken and give up on it. */
const slowMs = 3000;

const timings = `-w 'dns %{time_namelookup} tcp %{time_connect} tls %{time_appconnect} first byte %{time_starttransfer} end %{time_total}\\n'`;

export const httpSlow = defineCheck({
  id: 'http/slow',
  severity: 'warning',
  blame: 'target',
  title: 'The server answers slowly',
  explanation:
    'The first byte of the response took more than three seconds, or the body after it did. People take a page like that for broken, and clients with short timeouts fail. The times in the evidence show which phase is slow.',
  fix: 'If connecting is fast and the response is slow, look at the application and its database. If connecting is slow as well, look at the network, at the load of the machine and at its accept queue.',
  citation: 'RFC 9112 §9.5',
  reads: { http: httpProbe },
  judge({ http }) {
    const hop = http.hops.find(isSlow);
    if (hop === undefined) return [];
    const slowest = slowestPhase(hop.phases);
    const page = pages[slowest.name];
    return [
      {
        title: titleOf(hop, slowest.ms, page.words),
        fix: page.fix,
        ...(slowest.name === 'connect' ? { blame: 'unknown' as const } : {}),
        evidence: [
          evidence('URL', hop.url),
          evidence('address', hop.address),
          ...phaseEvidence(hop),
          evidence('slowest', page.words),
        ],
        reproduce: curlPinned(hop.url, hop.address, timings),
      },
    ];
  },
});

/**
 * What waited on our own side is no slowness of theirs. Nor is a proxy that gave up (502 to 504, 52x) after its own patience:
 * the status is the story, and no application answered that could be slow.
 */
function isSlow(hop: HttpHop): boolean {
  if (hop.status === null || gaveUp(hop.status)) return false;
  if (hop.elapsedMs - hop.phases.queueMs > slowMs || unfinishedBody(hop) === 'slow') return true;
  return hop.bodyComplete && (hop.phases.bodyMs ?? 0) > slowMs;
}

function gaveUp(status: number): boolean {
  return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

function titleOf({ elapsedMs, phases }: HttpHop, slowestMs: number, words: string): string {
  const untilFirst = elapsedMs - phases.queueMs;
  return untilFirst > slowMs
    ? `The first byte of the response took ${msText(untilFirst)}, most of it ${words}`
    : `The response is slow: ${msText(slowestMs)} of it ${words}`;
}

const pages: Readonly<Record<PhaseName, { readonly words: string; readonly fix: string }>> = {
  connect: {
    words: 'connecting',
    fix: 'Connecting takes a round trip and no more: look at loss on the way (a lost SYN costs one second, then three), at the load of the machine and at its accept queue (ss -ltn: Recv-Q).',
  },
  tls: {
    words: 'in the TLS handshake',
    fix: 'Look at the load of whatever ends TLS, at RSA keys of 4096 bits on a small machine, at a certificate chain so large that it takes round trips, and at an OCSP staple that is fetched while the client waits.',
  },
  firstByte: {
    words: 'waiting for the first byte',
    fix: 'Connection and TLS are fast, the answer is slow: look at the application, its workers and queue, its database, and at a cold start. A proxy log shows the share of the backend (nginx: $upstream_response_time; HAProxy: Tr).',
  },
  body: {
    words: 'for the body',
    fix: 'The answer begins in time and then comes slowly: look at an application that writes piece by piece, at a proxy that buffers to a slow disk, and at bandwidth or loss on the way.',
  },
};
