import ipaddr from 'ipaddr.js';
import { embeddedAddresses } from './embedded-address.ts';
import { hostBits, isExact, networkText, parseNetwork } from './networks.ts';
import { type Cidr, canonicalText, type Ip, inside, isMetadata, specialRule } from './special-ranges.ts';

/** Proof that the address policy allowed this address and port: the only thing the dialer takes. */
declare const allowed: unique symbol;
export type AllowedAddress = {
  readonly ip: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly [allowed]: true;
};

export type PolicyVerdict =
  | { readonly allowed: true; readonly address: AllowedAddress }
  | {
      readonly allowed: false;
      /** The kind of address or port: "loopback", "private network (RFC 1918)", "cloud metadata", "denied port". */
      readonly rule: string;
      /** The setting that would allow it. */
      readonly variable: 'ALLOWED_NETWORKS' | 'DENIED_PORTS';
      /** What an administrator would add to the variable, for example "127.0.0.1/32"; null for ports. */
      readonly entry: string | null;
      /** ACCESS_FILE opens networks for single places or ranks: for this one it does not. */
      readonly byPlace?: true;
    };

/** Decides by resolved address. `ip` is canonical or not; v4-mapped, NAT64 and 6to4 forms are judged by what they hide. */
export type AddressPolicy = {
  judge(ip: string, port: number): PolicyVerdict;
  /** The same for one run, with further networks open to it. Throws `UserError` for what is none. */
  within(networks: readonly string[]): RunPolicy;
};

/** Of one run: it knows which of its further networks it made use of. */
export type RunPolicy = AddressPolicy & {
  /** Those without which something was refused, sorted; none: whatever was allowed is for everybody. */
  used(): readonly string[];
};

export type PolicySettings = {
  readonly allowedNetworks: readonly string[];
  readonly deniedPorts: readonly number[];
};

/**
 * echo, discard and chargen: nobody serves TLS there, and they answer without end. Everything else is somebody's
 * legitimate question ("why is port 25 silent?", "what speaks on 22?"), and private hosts are guarded by address.
 */
export const defaultDeniedPorts: readonly number[] = [7, 9, 19];

/** Throws `UserError`, naming the entry, when `allowedNetworks` holds one that is not a network. */
export function createAddressPolicy({ allowedNetworks, deniedPorts }: PolicySettings): AddressPolicy {
  const networks = allowedNetworks.map((network) => parseNetwork(network));
  const ports = new Set(deniedPorts);
  const judge = (ip: string, port: number, open: readonly Cidr[], byPlace: boolean): PolicyVerdict => {
    const address = parse(ip);
    if (address === null) return refusal('not an IP address', null, byPlace);
    if (address instanceof ipaddr.IPv6 && address.zoneId)
      return refusal('address with a zone', null, byPlace);
    const canonical = withoutMapping(address);
    for (const form of [canonical, ...embeddedAddresses(canonical)]) {
      const rule = refusedAs(form, open);
      if (rule !== null) return refusal(rule, form, byPlace);
    }
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return portRefusal('not a port');
    return ports.has(port) ? portRefusal('denied port') : allow(canonical, port);
  };
  return {
    judge: (ip, port) => judge(ip, port, networks, false),
    within(further) {
      const opened = further.map((network) => parseNetwork(network));
      const open = [...networks, ...opened];
      const used = new Set<string>();
      return {
        judge(ip, port) {
          const plain = judge(ip, port, networks, true);
          if (plain.allowed || opened.length === 0) return plain;
          const verdict = judge(ip, port, open, true);
          if (verdict.allowed)
            for (const network of opened)
              if (holds(network, verdict.address.ip)) used.add(networkText(network));
          return verdict;
        },
        within: (more) =>
          createAddressPolicy({ allowedNetworks: [...allowedNetworks, ...further], deniedPorts }).within(
            more,
          ),
        used: () => [...used].sort(),
      };
    },
  };
}

function holds(network: Cidr, ip: string): boolean {
  const address = ipaddr.parse(ip);
  return [address, ...embeddedAddresses(address)].some((form) => inside(form, network));
}

function refusedAs(address: Ip, networks: readonly Cidr[]): string | null {
  const listed = networks.filter((network) => inside(address, network));
  if (isMetadata(address)) return listed.some(isExact) ? null : 'cloud metadata';
  return listed.length > 0 ? null : specialRule(address);
}

/** Takes decimal, octal and hexadecimal spellings too: what is judged here is what is dialled, in canonical form. */
function parse(ip: string): Ip | null {
  return ipaddr.isValid(ip) ? ipaddr.parse(ip) : null;
}

/** The kernel sends a v4-mapped address over IPv4 (RFC 4291 §2.5.5.2): it is that address. */
function withoutMapping(address: Ip): Ip {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function allow(address: Ip, port: number): PolicyVerdict {
  const family = address.kind() === 'ipv4' ? 4 : 6;
  // The brand exists for the compiler only: this is the one place that makes it.
  return { allowed: true, address: { ip: canonicalText(address), family, port } as AllowedAddress };
}

function refusal(rule: string, address: Ip | null, byPlace: boolean): PolicyVerdict {
  const entry = address === null ? null : networkText([address, hostBits(address)]);
  return { allowed: false, rule, variable: 'ALLOWED_NETWORKS', entry, ...(byPlace && { byPlace }) };
}

function portRefusal(rule: string): PolicyVerdict {
  return { allowed: false, rule, variable: 'DENIED_PORTS', entry: null };
}
