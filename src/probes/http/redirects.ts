import type { AllowedAddress } from '../../net/policy.ts';
import { hostAndPort, resolveAllowed } from '../../net/resolve.ts';
import type { ProbeContext } from '../probe.ts';
import type { HttpFacts, HttpHop } from './http-facts.ts';

/** RFC 9110 §15.4: the five that send a client elsewhere by themselves. */
const redirects = new Set([301, 302, 303, 307, 308]);

export function redirectOf(hop: HttpHop, from: URL): URL | null {
  const location = hop.headers.location;
  if (hop.status === null || !redirects.has(hop.status) || location === undefined) return null;
  return URL.parse(location, from.href);
}

export type Door =
  | { readonly kind: 'open'; readonly address: AllowedAddress }
  | { readonly kind: 'shut'; readonly end: HttpFacts['end'] };

export type Leap = {
  readonly next: URL;
  readonly from: URL;
  readonly address: AllowedAddress;
  readonly timeoutMs: number;
};

/** Where a redirect may go: the same host and port stay on their pinned address, all else passes the policy anew. */
export async function doorOf({ next, from, address, timeoutMs }: Leap, context: ProbeContext): Promise<Door> {
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    return refused(next, `${next.protocol} is not followed`);
  if (next.username !== '' || next.password !== '')
    return refused(next, 'it carries a user name or password');
  if (next.host === from.host && next.protocol === from.protocol) return { kind: 'open', address };
  const place = hostAndPort(next);
  if (place === null) return refused(next, 'it is no place to ask');
  const resolution = await resolveAllowed(place, context.network, { signal: context.signal, timeoutMs });
  if (resolution.resolved) return { kind: 'open', address: resolution.addresses[0] };
  if (resolution.kind === 'refused') return refused(next, resolution.message);
  const failure = { kind: 'resolve', errorCode: resolution.rule, message: resolution.message } as const;
  return { kind: 'shut', end: { kind: 'failed', failure } };
}

function refused(next: URL, rule: string): Door {
  // The password of somebody else's URL is shown to nobody.
  const shown = new URL(next);
  shown.username = '';
  shown.password = '';
  return { kind: 'shut', end: { kind: 'redirect-refused', url: shown.href, rule } };
}
