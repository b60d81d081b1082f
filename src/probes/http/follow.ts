import { isExpectedStatus } from '../../core/target/expected.ts';
import { hostPort, type Target } from '../../core/target.ts';
import type { HttpResponse } from '../../net/http/request.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { ProbeContext } from '../probe.ts';
import { type CookieJar, openCookieJar } from './cookies.ts';
import type { HttpFacts, HttpHop } from './http-facts.ts';
import { doorOf, redirectOf } from './redirects.ts';
import { requestHop } from './request-hop.ts';

const perHopMs = 5000;
const mostHops = 6;
/** All hops together; what is left of the probe's deadline is for tidying up. */
export const wholeWayMs = 7800;

export type Way = Pick<HttpFacts, 'hops' | 'end' | 'cookiesKept'> & {
  /** Of the last hop; null when it brought none. */
  readonly response: HttpResponse | null;
};

/** Asks, and goes where it is sent; a second time with cookies where that had no end without them. */
export async function follow(target: Target, first: AllowedAddress, context: ProbeContext): Promise<Way> {
  const begun = performance.now();
  const leftMs = (): number =>
    context.budgetMs(Math.max(1, Math.min(perHopMs, wholeWayMs - (performance.now() - begun))));
  const without = await walk({ target, first, context, leftMs, jar: null });
  const circles = without.end.kind === 'redirect-loop' || without.end.kind === 'too-many-redirects';
  if (!circles || !without.hops.some(({ cookieNames }) => cookieNames.length > 0)) return without;
  const kept = await walk({ target, first, context, leftMs, jar: openCookieJar() });
  return kept.end.kind === 'response' ? { ...kept, cookiesKept: true } : without;
}

type Walk = {
  readonly target: Target;
  readonly first: AllowedAddress;
  readonly context: ProbeContext;
  readonly leftMs: () => number;
  readonly jar: CookieJar | null;
};

async function walk({ target, first, context, leftMs, jar }: Walk): Promise<Way> {
  const hops: HttpHop[] = [];
  const seen = new Set<string>();
  let url = new URL(`${target.scheme}://${hostPort(target.host, target.port)}${target.path}`);
  let address = first;
  let response: HttpResponse | null = null;
  const ends = (end: HttpFacts['end']): Way => ({ hops, end, cookiesKept: false, response });
  // The certificate served there was judged already, by our own rules and clock; those of other hosts were not.
  const home = url.origin;
  for (;;) {
    const cookies = jar?.header(url) ?? '';
    // The same page with another cookie is another answer.
    const visit = `${url.href} ${cookies}`;
    if (seen.has(visit)) return ends({ kind: 'redirect-loop' });
    if (hops.length === mostHops) return ends({ kind: 'too-many-redirects' });
    seen.add(visit);
    const judged = url.origin === home;
    const outcome = await requestHop({ url, address, judged, cookies, timeoutMs: leftMs() }, context);
    hops.push(outcome.hop);
    response = outcome.response;
    if (outcome.failure !== null) return ends({ kind: 'failed', failure: outcome.failure });
    jar?.keep(url, response?.cookies ?? []);
    const next = redirectOf(outcome.hop, url);
    if (next === null || isWanted(target, outcome.hop)) return ends({ kind: 'response' });
    // RFC 9110 §4.2.5: what is after "#" is the client's own business.
    next.hash = '';
    const door = await doorOf({ next, from: url, address, timeoutMs: leftMs() }, context);
    if (door.kind !== 'open') return ends(door.end);
    url = next;
    address = door.address;
  }
}

/** A redirect that was asked for by its status is the answer. */
function isWanted({ expected }: Target, { status }: HttpHop): boolean {
  return expected?.status !== undefined && status !== null && isExpectedStatus(expected.status, status);
}
