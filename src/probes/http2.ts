import { learned, notAsked, type ProbeOutcome } from '../core/probe.ts';
import { hostPort } from '../core/target.ts';
import type { RequestPhases } from '../net/http/phases.ts';
import { requestPinnedHttp2 } from '../net/http/request.ts';
import { chainProbe } from './chain.ts';
import { pinnedRequest } from './http/request-hop.ts';
import { addressForRequest, type HttpFailure } from './http.ts';
import { defineProbe } from './probe.ts';
import { tcpProbe } from './tcp.ts';
import { tlsProbe } from './tls.ts';

/** The same request over HTTP/2, where the handshake agreed on it. */
export type Http2Facts = {
  /** `ip:port`. */
  readonly address: string;
  readonly url: string;
  readonly phases: RequestPhases;
  readonly end:
    | { readonly kind: 'response'; readonly status: number }
    /** `errorCode` is a name of RFC 9113 §7 where the server itself ended it. */
    | { readonly kind: 'failed'; readonly failure: HttpFailure };
};

const longestMs = 4000;
/** The head is what counts; a page is read by the other request. */
const mostBodyBytes = 16 * 1024;

export const http2Probe = defineProbe({
  name: 'http2',
  layer: 'http',
  rung: { label: 'HTTP/2', covers: [], always: false },
  needs: { tcp: tcpProbe, tls: tlsProbe, chain: chainProbe },
  deadlineMs: 7000,
  notApplicable: (target) =>
    target.scheme === 'https' ? null : `${target.scheme}:// does not negotiate HTTP/2 for pages`,
  describe({ end }: Http2Facts) {
    return end.kind === 'response' ? `${end.status}` : end.failure.message;
  },
  async run(target, { tcp, tls, chain }, context): Promise<ProbeOutcome<Http2Facts>> {
    const agreed = new Set(
      tls.addresses.flatMap(({ address, handshake }) =>
        handshake.kind === 'completed' && handshake.session.alpn === 'h2' ? [address.ip] : [],
      ),
    );
    const open = tcp.open.filter(({ ip }) => agreed.has(ip));
    const address = addressForRequest({ ...tcp, open }, chain, context.now());
    if (address === null) return notAsked('HTTP/2 was not agreed on in the handshake');
    const url = new URL(`https://${hostPort(target.host, target.port)}${target.path}`);
    const timeoutMs = context.budgetMs(longestMs);
    const request = pinnedRequest({ url, address, judged: true, cookies: '', timeoutMs }, context);
    const asking = { ...request, maxBodyBytes: mostBodyBytes };
    const first = await requestPinnedHttp2(asking);
    // Servers that shed load refuse single streams (RFC 9113 §8.7): what is broken is broken twice.
    const again = !first.responded && isWorthRepeating(first.failure);
    const rest = { ...asking, timeoutMs: context.budgetMs(longestMs / 2) };
    const outcome = again ? await requestPinnedHttp2(rest) : first;
    const place = { url: url.href, address: hostPort(address.ip, address.port) };
    if (!outcome.responded) {
      const { failure, phases } = outcome;
      return learned({ ...place, phases, end: { kind: 'failed', failure } });
    }
    const { phases, status, bodyFailure } = outcome.response;
    // Cut in the middle of a body it is as broken as before its head; out of time it is merely long.
    const cut = bodyFailure !== null && bodyFailure.kind !== 'timeout' && bodyFailure.kind !== 'aborted';
    const end: Http2Facts['end'] = cut
      ? { kind: 'failed', failure: bodyFailure }
      : { kind: 'response', status };
    return learned({ ...place, phases, end });
  },
});

function isWorthRepeating({ kind, errorCode }: HttpFailure): boolean {
  return (
    kind !== 'timeout' &&
    kind !== 'aborted' &&
    errorCode !== 'HTTP_1_1_REQUIRED' &&
    errorCode !== 'NOT_NEGOTIATED'
  );
}
