import { learned, notAsked, type ProbeOutcome } from '../core/probe.ts';
import { hostPort, type Target } from '../core/target.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { chainProbe } from './chain.ts';
import type { HttpFailure } from './http/http-facts.ts';
import { requestHop } from './http/request-hop.ts';
import { addressesForRequest, httpProbe } from './http.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { tcpProbe } from './tcp.ts';

/** The first answer of every address that `http` did not ask; where one leads to is not followed. */
export type HttpAddressesFacts = { readonly answers: readonly HttpAtAddress[] };

export type HttpAtAddress = {
  readonly url: string;
  /** `ip:port` it was pinned to. */
  readonly address: string;
  /** Null when no response came: then `failure` says why. */
  readonly status: number | null;
  readonly failure: HttpFailure | null;
  readonly elapsedMs: number;
};

const perRequestMs = 5000;

export const httpAddressesProbe = defineProbe({
  name: 'http-addresses',
  layer: 'http',
  rung: { label: 'HTTP by address', covers: [], always: false },
  needs: { tcp: tcpProbe },
  mayNeed: { chain: chainProbe },
  deadlineMs: 8000,
  notApplicable: (target) => httpProbe.notApplicable?.(target) ?? null,
  describe({ answers }: HttpAddressesFacts) {
    return `${answers.length} more addresses asked`;
  },
  async run(target, { tcp, chain }, context): Promise<ProbeOutcome<HttpAddressesFacts>> {
    // The first is asked by the main request, at the same time.
    const others = addressesForRequest(tcp, chain, context.now()).slice(1);
    if (others.length === 0) return notAsked('one address answers requests');
    return learned({ answers: await Promise.all(others.map((address) => ask(address, target, context))) });
  },
});

async function ask(address: AllowedAddress, target: Target, context: ProbeContext): Promise<HttpAtAddress> {
  const url = new URL(`${target.scheme}://${hostPort(target.host, target.port)}${target.path}`);
  const timeoutMs = context.budgetMs(perRequestMs);
  const { hop, failure } = await requestHop({ url, address, judged: true, cookies: '', timeoutMs }, context);
  const { status, elapsedMs } = hop;
  return { url: hop.url, address: hop.address, status, failure, elapsedMs };
}
