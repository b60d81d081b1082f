import type { Blame, Evidence } from '../../../core/finding.ts';
import type {
  AuthoritiesFacts,
  AuthorityAddress,
  AuthorityReplies,
  AuthorityServer,
  ZoneFacts,
} from '../../../probes/authorities/authority-facts.ts';
import { dig } from '../../commands/dig.ts';
import { evidence } from '../evidence.ts';

/** Nothing is said of servers where it is not sure that we reached any. */
export function zonesHeard(authorities: AuthoritiesFacts | null): readonly ZoneFacts[] {
  return authorities?.unseen === null ? authorities.zones : [];
}

/** One address of one name server. */
export type Place = {
  readonly server: AuthorityServer;
  readonly address: AuthorityAddress;
};

/** A name server that speaks for the zone, and what it says. */
export type Voice = Place & { readonly said: AuthorityReplies };

export function placesOf(zone: ZoneFacts): readonly Place[] {
  return zone.servers.flatMap((server) => server.addresses.map((address) => ({ server, address })));
}

export function voicesOf(zone: ZoneFacts): readonly Voice[] {
  return placesOf(zone).flatMap((place) => {
    const { look } = place.address;
    return look.kind === 'replied' && lamenessOf(look, zone.zone) === null ? [{ ...place, said: look }] : [];
  });
}

/** Why this server is none of the zone, in words; null when it speaks for it. */
export function lamenessOf({ soa, a, aaaa }: AuthorityReplies, zone: string): string | null {
  if (soa.authoritative && soa.rcode === 'NOERROR' && soa.serial !== null) return null;
  // Its answer could not be fetched; what it says of itself is that it is there.
  if (soa.truncated && soa.authoritative) return null;
  // Load balancers that are delegated a name know its addresses and often nothing of SOA and NS.
  if ([a, aaaa].some((said) => said?.authoritative && said.data.length + said.aliases.length > 0))
    return null;
  switch (soa.rcode) {
    case 'REFUSED':
      return 'refuses to answer for it (REFUSED)';
    case 'SERVFAIL':
      return 'holds no usable copy of it (SERVFAIL)';
    case 'NXDOMAIN':
      return 'says that it does not exist (NXDOMAIN)';
    case 'NOERROR':
      break;
    default:
      return `answers ${soa.rcode}`;
  }
  if (soa.referral !== null && soa.referral !== zone) {
    return `sends back to ${soa.referral === '.' ? 'the root' : soa.referral} instead of answering`;
  }
  if (soa.recursionAvailable && !soa.authoritative) return 'answers as a resolver, without authority';
  return soa.authoritative ? 'has no SOA record for it' : 'answers without authority (no AA)';
}

export type Lame = Place & { readonly why: string };

export function lameOf(zone: ZoneFacts): readonly Lame[] {
  return placesOf(zone).flatMap((place) => {
    const { look } = place.address;
    const why = look.kind === 'replied' ? lamenessOf(look, zone.zone) : null;
    return why === null ? [] : [{ ...place, why }];
  });
}

export type Dead = { readonly server: AuthorityServer; readonly at: string | null; readonly why: string };

/** Servers that were surely not heard, and names of servers that surely have no address. */
export function deadOf(zone: ZoneFacts): readonly Dead[] {
  return zone.servers.flatMap((server): readonly Dead[] => {
    const silent = server.addresses.flatMap(({ at, look }) =>
      look.kind === 'silent' && look.sure ? [{ server, at, why: look.reason }] : [],
    );
    const nameless =
      server.resolves === 'absent' ? [{ server, at: null, why: 'its name has no address' }] : [];
    return [...silent, ...nameless];
  });
}

/** Every name server of the zone was looked at, and none of them speaks for it. */
export function isWhollyBroken(zone: ZoneFacts): boolean {
  if (zone.servers.length === 0 || zone.leftOut > 0 || voicesOf(zone).length > 0) return false;
  const gone = lameOf(zone).length + deadOf(zone).length;
  return gone > 0 && gone >= placesOf(zone).length + zone.servers.filter(isNameless).length;
}

function isNameless({ resolves }: AuthorityServer): boolean {
  return resolves === 'absent';
}

/** The name servers of a zone are why the resolver fails: then that is told, and not its failing. */
export function explainsFailure(authorities: AuthoritiesFacts | null): boolean {
  return zonesHeard(authorities).some(isWhollyBroken);
}

export function blameFor({ own }: ZoneFacts): Blame {
  return own ? 'target' : 'third-party';
}

export function placeText({ server, address }: Place): string {
  return `${server.name} (${address.at})`;
}

export function serialEvidence(voices: readonly Voice[]): readonly Evidence[] {
  return voices
    .slice(0, 8)
    .map((voice) => evidence(placeText(voice), `serial ${voice.said.soa.serial ?? 'unknown'}`));
}

/** What one authoritative server knows by itself. */
export function digAt(at: string, name: string, type: string, ...flags: readonly string[]): string {
  return dig(name, type, at, '+norecurse', ...flags);
}
