import {
  type LinkTrouble,
  linkTrouble,
  nobodyReached,
  reachedHosts,
  resolverFails,
} from '../../../core/vantage/reading.ts';
import type { DnsFacts } from '../../../probes/dns.ts';
import type { TcpFacts } from '../../../probes/tcp.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import type { VantageFacts } from '../../../probes/vantage.ts';
import { fateOfLookup } from '../dns/answers.ts';
import { type TcpFate, tcpTrouble } from './fates.ts';

/** Why nothing could be reached, where that is because of us. Exactly one, so that rules never tell two stories. */
export type ConnectionTrouble =
  | { readonly kind: 'offline'; readonly link: LinkTrouble }
  | { readonly kind: 'resolver' }
  | { readonly kind: 'egress' };

export type ConnectionFacts = {
  readonly vantage: VantageFacts;
  readonly dns: DnsFacts | null;
  readonly tcp: TcpFacts | null;
  readonly tls: TlsFacts | null;
};

export function connectionTrouble(facts: ConnectionFacts): ConnectionTrouble | null {
  const { dns } = facts;
  if (dns === null) return null;
  return dns.addresses.length === 0 ? troubleOfName(facts, dns) : troubleOfAddresses(facts);
}

/** The name has no address, and its zone did not say so. */
function troubleOfName({ vantage }: ConnectionFacts, dns: DnsFacts): ConnectionTrouble | null {
  const fate = fateOfLookup(dns);
  if (fate !== 'timeout' && fate !== 'servfail' && fate !== 'refused' && fate !== 'resolver-error')
    return null;
  const link = linkOf(vantage);
  const fails = resolverFails(vantage.resolver) && !keepsToItself(vantage, fate);
  if (link !== null && fate === 'timeout' && asksElsewhere(dns)) return { kind: 'offline', link };
  if (link !== null && fails && nobodyReached(vantage.references)) return { kind: 'offline', link };
  return fails ? { kind: 'resolver' } : null;
}

/** Null as well where somebody was reached: tables other than the main one may lead out. */
function linkOf({ machine, references }: VantageFacts): LinkTrouble | null {
  return machine === null || reachedHosts(references).length > 0 ? null : linkTrouble(machine);
}

/** A resolver of one's own network refuses all names that are not its own, and that is no fault. */
function keepsToItself({ resolver }: VantageFacts, fate: string): boolean {
  const answers = resolver?.answers ?? [];
  return fate !== 'refused' && answers.every(({ rcode }) => rcode === 'REFUSED');
}

/** A resolver on this machine may be silent for reasons of its own. */
function asksElsewhere({ lookup }: DnsFacts): boolean {
  const servers = lookup?.servers ?? [];
  return servers.length > 0 && servers.every((server) => !/^(127\.|\[?::1\]?)/.test(server));
}

/** Fates in which no packet of the other side was seen. */
const unanswered: ReadonlySet<TcpFate> = new Set(['filtered', 'unreachable', 'blocked-locally', 'failed']);

function troubleOfAddresses({ vantage, tcp, tls }: ConnectionFacts): ConnectionTrouble | null {
  if (vantage.place !== 'internet' || tcp === null) return null;
  const trouble = tcpTrouble(tcp, tls);
  if (trouble.kind !== 'all') return null;
  if (trouble.fate === 'refused') return allRefused(vantage) ? { kind: 'egress' } : null;
  if (!unanswered.has(trouble.fate)) return null;
  const link = linkOf(vantage);
  if (link !== null && explains(link, vantage, trouble.fate)) return { kind: 'offline', link };
  return nobodyReached(vantage.references) ? { kind: 'egress' } : null;
}

/** A refusal is an answer of the target, unless a firewall on the way refuses everybody. */
function allRefused({ references }: VantageFacts): boolean {
  const all = references?.references ?? [];
  return nobodyReached(references) && all.every(({ failure }) => failure === 'refused');
}

function explains(link: LinkTrouble, { routes }: VantageFacts, fate: TcpFate): boolean {
  switch (link.kind) {
    case 'no-carrier':
      return true;
    case 'no-route':
      return fate === 'unreachable' && routes.every(({ route }) => route === null);
    case 'gateway-silent': {
      const behind = routes.filter(({ route }) => route !== null && route.gateway !== null);
      return behind.every(({ route }) => route?.gateway === link.route.gateway);
    }
  }
}
