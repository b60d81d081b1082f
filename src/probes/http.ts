import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { hostPort } from '../core/target.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { type ChainFacts, chainProbe, isAcceptable } from './chain.ts';
import { follow } from './http/follow.ts';
import type { HttpFacts } from './http/http-facts.ts';
import { matchBody } from './http/match-body.ts';
import { defineProbe } from './probe.ts';
import { type TcpFacts, tcpProbe } from './tcp.ts';

export type { BodyMatch, HttpFacts, HttpFailure, HttpHop } from './http/http-facts.ts';

export const httpProbe = defineProbe({
  name: 'http',
  layer: 'http',
  rung: { label: 'HTTP', covers: ['http'], always: true },
  needs: { tcp: tcpProbe },
  mayNeed: { chain: chainProbe },
  deadlineMs: 8000,
  notApplicable(target) {
    return target.scheme === 'https' || target.scheme === 'http'
      ? null
      : `${target.scheme}:// does not ask for HTTP`;
  },
  describe({ hops, end }: HttpFacts) {
    const last = hops.at(-1);
    if (last?.status == null) return end.kind === 'failed' ? end.failure.message : 'no response';
    const redirects = hops.length - 1;
    const after = redirects === 0 ? '' : ` after ${redirects} redirect${redirects === 1 ? '' : 's'}`;
    return `${last.status}${after}`;
  },
  async run(target, { tcp, chain }, context): Promise<ProbeOutcome<HttpFacts>> {
    const address = addressForRequest(tcp, chain, context.now());
    if (address === null) return deadEnd('no-address', 'no address is fit for a request', 'target');
    const { response, ...way } = await follow(target, address, context);
    const wanted = target.expected?.body;
    const expectedBody =
      wanted === undefined || response === null || way.end.kind !== 'response'
        ? null
        : await matchBody(wanted, response);
    const facts: HttpFacts = { ...way, expectedBody };
    if (facts.end.kind !== 'failed') return learned(facts);
    return deadEnd(facts.end.failure.kind, facts.end.failure.message, 'target', facts);
  },
});

/** The first address that is fit for a request. */
export function addressForRequest(tcp: TcpFacts, chain: ChainFacts | null, now: Date): AllowedAddress | null {
  return addressesForRequest(tcp, chain, now)[0] ?? null;
}

/** Those that accept and, where there is TLS, serve what clients accept. */
export function addressesForRequest(
  tcp: TcpFacts,
  chain: ChainFacts | null,
  now: Date,
): readonly AllowedAddress[] {
  if (chain === null) return tcp.open;
  const fit = new Set(chain.chains.filter((one) => isAcceptable(one, now)).flatMap((one) => one.addresses));
  return tcp.open.filter((address) => fit.has(hostPort(address.ip, address.port)));
}
