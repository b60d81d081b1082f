import ipaddr from 'ipaddr.js';

export type Ip = ipaddr.IPv4 | ipaddr.IPv6;
export type Cidr = [Ip, number];

type NamedRange = { readonly rule: string; readonly networks: readonly Cidr[] };

function range(rule: string, ...networks: readonly string[]): NamedRange {
  return { rule, networks: networks.map((network): Cidr => ipaddr.parseCIDR(network)) };
}

/** IANA special-purpose registries (RFC 6890), first match wins. Nothing in them is a public server. */
const specialRanges: readonly NamedRange[] = [
  range('unspecified', '0.0.0.0/8', '::/128'),
  range('loopback', '127.0.0.0/8', '::1/128'),
  range('private network (RFC 1918)', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'),
  range('carrier-grade NAT (RFC 6598)', '100.64.0.0/10'),
  range('link-local', '169.254.0.0/16', 'fe80::/10'),
  range('unique local address (RFC 4193)', 'fc00::/7'),
  range('site-local (RFC 3879)', 'fec0::/10'),
  range('broadcast', '255.255.255.255/32'),
  range('multicast', '224.0.0.0/4', 'ff00::/8'),
  range('documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'),
  range('benchmarking (RFC 2544, RFC 5180)', '198.18.0.0/15', '2001:2::/48'),
  range('reserved', '192.0.0.0/24', '192.88.99.0/24', '240.0.0.0/4'),
];

/** These carry an IPv4 address, which is judged as well; the outer form alone is no reason to refuse. */
const translations: readonly Cidr[] = ['64:ff9b::/96', '2001::/32'].map((network) =>
  ipaddr.parseCIDR(network),
);
/** RFC 2928: protocol assignments, Teredo (above) and benchmarking apart. */
const protocolAssignments: Cidr = ipaddr.parseCIDR('2001::/23');
/** All that is routed on the Internet (RFC 4291 §2.4); the rest of IPv6 is unassigned or special. */
const globalUnicast: Cidr = ipaddr.parseCIDR('2000::/3');

/** The kind of special address this is, or null for one of the public Internet. */
export function specialRule(address: Ip): string | null {
  const named = specialRanges.find(({ networks }) => networks.some((network) => inside(address, network)));
  if (named !== undefined) return named.rule;
  if (address.kind() === 'ipv4') return null;
  if (translations.some((network) => inside(address, network))) return null;
  return inside(address, globalUnicast) && !inside(address, protocolAssignments) ? null : 'reserved';
}

/** Whether this text is an address of the public Internet. */
export function isPublicAddress(ip: string): boolean {
  return ipaddr.isValid(ip) && specialRule(ipaddr.process(ip)) === null;
}

export function inside(address: Ip, network: Cidr): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}

/**
 * Where clouds and container hosts hand out credentials to whoever can connect from the machine: AWS, Google,
 * Azure, OpenStack and DigitalOcean share 169.254.169.254; the others have their own beside it.
 */
const metadataAddresses: ReadonlySet<string> = new Set([
  '169.254.169.254',
  // AWS: resolver, clock, container credentials of ECS and of EKS, and their IPv6 twins.
  '169.254.169.253',
  '169.254.169.123',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::123',
  'fd00:ec2::23',
  // Google's metadata.google.internal over IPv6.
  'fd20:ce::254',
  // Azure's wire server.
  '168.63.129.16',
  // Alibaba, Oracle, Tencent, Scaleway.
  '100.100.100.200',
  '192.0.0.192',
  '169.254.0.23',
  '169.254.42.42',
  'fd00:42::42',
]);

export function isMetadata(address: Ip): boolean {
  return metadataAddresses.has(canonicalText(address));
}

/** As it is dialled and shown: dotted quad, or RFC 5952. */
export function canonicalText(address: Ip): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** What is reached without the Internet: this machine, and networks of one's own. */
const ownRules: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'private network (RFC 1918)',
  'carrier-grade NAT (RFC 6598)',
  'link-local',
  'unique local address (RFC 4193)',
  'site-local (RFC 3879)',
]);

/** Whether the way to this address says nothing about the way to the Internet. What is no address is not local. */
export function isLocalAddress(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const rule = specialRule(ipaddr.process(ip));
  return rule !== null && ownRules.has(rule);
}
