import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { hostPort, isAddress, type Target } from '../core/target.ts';
import { type RequestFailure, requestPinned } from '../net/http/request.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { hostAndPort, resolveAllowed } from '../net/resolve.ts';
import { type ChainFacts, chainProbe, isAcceptable } from './chain.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { type TcpFacts, tcpProbe } from './tcp.ts';

/** One request and what came back, or why nothing did. The body is counted, never kept beyond `bodyStart`. */
export type HttpFacts = {
  readonly hops: readonly HttpHop[];
  readonly end:
    | { readonly kind: 'response' }
    | { readonly kind: 'redirect-loop' }
    | { readonly kind: 'too-many-redirects' }
    /** A redirect to an address, port or scheme that is not followed. */
    | { readonly kind: 'redirect-refused'; readonly url: string; readonly rule: string }
    | { readonly kind: 'failed'; readonly failure: HttpFailure };
};

export type HttpHop = {
  readonly url: string;
  /** `ip:port` it was pinned to. */
  readonly address: string;
  /** Null when the hop brought no response. */
  readonly status: number | null;
  /** Lower-case names; only those a reader or a check needs, each at most 512 characters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Until the first byte of the response. */
  readonly elapsedMs: number;
  /** Bytes of the body read before it ended or the cap was reached. */
  readonly bodyBytes: number;
  readonly bodyComplete: boolean;
  /** Why the body broke off; null when it ended, and when it was cut because it is longer than we read. */
  readonly bodyFailure: HttpFailure | null;
};

/** `resolve`: a redirect led to a name that has no address. */
export type HttpFailure = {
  readonly kind: RequestFailure['kind'] | 'resolve';
  readonly errorCode: string | null;
  readonly message: string;
};

const perHopMs = 5000;
const mostHops = 6;
const mostBodyBytes = 256 * 1024;

export const httpProbe = defineProbe({
  name: 'http',
  layer: 'http',
  rung: { label: 'HTTP', covers: ['http', 'application'], always: true },
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
    const address = chooseAddress(tcp, chain, context.now());
    if (address === null) return deadEnd('no-address', 'no address is fit for a request', 'target');
    const facts = await follow(target, address, context);
    if (facts.end.kind !== 'failed') return learned(facts);
    return deadEnd(facts.end.failure.kind, facts.end.failure.message, 'target', facts);
  },
});

function chooseAddress(tcp: TcpFacts, chain: ChainFacts | null, now: Date): AllowedAddress | null {
  if (chain === null) return tcp.open[0] ?? null;
  const fit = new Set(chain.chains.filter((one) => isAcceptable(one, now)).flatMap((one) => one.addresses));
  return tcp.open.find((address) => fit.has(hostPort(address.ip, address.port))) ?? null;
}

async function follow(target: Target, first: AllowedAddress, context: ProbeContext): Promise<HttpFacts> {
  const hops: HttpHop[] = [];
  const seen = new Set<string>();
  let url = new URL(`${target.scheme}://${hostPort(target.host, target.port)}${target.path}`);
  let address = first;
  // The certificate served there was judged already, by our own rules and clock; those of other hosts were not.
  const home = url.origin;
  for (;;) {
    if (seen.has(url.href)) return { hops, end: { kind: 'redirect-loop' } };
    if (hops.length === mostHops) return { hops, end: { kind: 'too-many-redirects' } };
    seen.add(url.href);
    const { hop, failure } = await request(url, address, url.origin === home, context);
    hops.push(hop);
    if (failure !== null) return { hops, end: { kind: 'failed', failure } };
    const next = redirectOf(hop, url);
    if (next === null) return { hops, end: { kind: 'response' } };
    const door = await doorOf(next, url, address, context);
    if (door.kind !== 'open') return { hops, end: door.end };
    url = next;
    address = door.address;
  }
}

async function request(
  url: URL,
  address: AllowedAddress,
  judged: boolean,
  context: ProbeContext,
): Promise<{ hop: HttpHop; failure: HttpFailure | null }> {
  const { host } = hostAndPort(url) ?? { host: url.hostname };
  const outcome = await requestPinned({
    url,
    address,
    serverName: isAddress(host) ? null : host,
    secureContext: context.trust.secureContext,
    rejectUnauthorized: !judged,
    method: 'GET',
    headers: {},
    maxBodyBytes: mostBodyBytes,
    timeoutMs: context.budgetMs(perHopMs),
    signal: context.signal,
  });
  const base = { url: url.href, address: hostPort(address.ip, address.port) };
  if (!outcome.responded) {
    const { elapsedMs, failure } = outcome;
    const hop: HttpHop = {
      ...base,
      elapsedMs,
      status: null,
      headers: {},
      bodyBytes: 0,
      bodyComplete: false,
      bodyFailure: null,
    };
    return { hop, failure };
  }
  const { status, elapsedMs, bodyBytes, bodyComplete, bodyFailure } = outcome.response;
  const headers = worthKeeping(outcome.response.headers);
  return {
    hop: { ...base, elapsedMs, status, headers, bodyBytes, bodyComplete, bodyFailure },
    failure: null,
  };
}

const keptHeaders = [
  'age',
  'alt-svc',
  'content-length',
  'content-type',
  'date',
  'location',
  'proxy-authenticate',
  'retry-after',
  'server',
  'strict-transport-security',
  'via',
  'www-authenticate',
  'x-cache',
  'cf-ray',
] as const;

function worthKeeping(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value.slice(0, 512);
  }
  return kept;
}

/** RFC 9110 §15.4: the five that send a client elsewhere by themselves. */
const redirects = new Set([301, 302, 303, 307, 308]);

function redirectOf(hop: HttpHop, from: URL): URL | null {
  const location = hop.headers.location;
  if (hop.status === null || !redirects.has(hop.status) || location === undefined) return null;
  return URL.canParse(location, from.href) ? new URL(location, from.href) : null;
}

type Door =
  | { readonly kind: 'open'; readonly address: AllowedAddress }
  | { readonly kind: 'shut'; readonly end: HttpFacts['end'] };

/** Where a redirect may go: the same host and port stay on their pinned address, all else passes the policy anew. */
async function doorOf(next: URL, from: URL, address: AllowedAddress, context: ProbeContext): Promise<Door> {
  if (next.protocol !== 'https:' && next.protocol !== 'http:') {
    const rule = `${next.protocol} is not followed`;
    return { kind: 'shut', end: { kind: 'redirect-refused', url: next.href, rule } };
  }
  if (next.host === from.host && next.protocol === from.protocol) return { kind: 'open', address };
  const place = hostAndPort(next);
  if (place === null) {
    return {
      kind: 'shut',
      end: { kind: 'redirect-refused', url: next.href, rule: 'it carries a user name or password' },
    };
  }
  const resolution = await resolveAllowed(place, context.network, {
    signal: context.signal,
    timeoutMs: context.budgetMs(perHopMs),
  });
  if (resolution.resolved) return { kind: 'open', address: resolution.addresses[0] };
  if (resolution.kind === 'refused') {
    return { kind: 'shut', end: { kind: 'redirect-refused', url: next.href, rule: resolution.message } };
  }
  const failure = { kind: 'resolve' as const, errorCode: resolution.rule, message: resolution.message };
  return { kind: 'shut', end: { kind: 'failed', failure } };
}
