import { type PlaceName, type Rules, whyNoWay } from '../way/namespaces.ts';
import type { ServerKind } from '../way/serve-inside.ts';
import { openWayStage } from '../way/way-stage.ts';
import type { Stage } from './stage.ts';

type Row = Omit<Stage, 'open'> & { readonly server: ServerKind; readonly rules: Rules };

function filter(place: PlaceName, hook: 'forward' | 'output' | 'input', rule: string): Rules {
  return [
    [place, 'nft add table ip filter'],
    [place, `nft add chain ip filter ${hook} { type filter hook ${hook} priority 0 ; }`],
    [place, `nft add rule ip filter ${hook} ${rule}`],
  ];
}

/** Routers that drop what is too large and, like many firewalls, the message that would say so. */
const quietNarrowLink: Rules = [
  ['router1', 'ip link set cable2l mtu 1400'],
  ['router2', 'ip link set cable2r mtu 1400'],
  ...filter('router1', 'output', 'icmp type destination-unreachable drop'),
  ...filter('router2', 'output', 'icmp type destination-unreachable drop'),
];

const rows: readonly Row[] = [
  {
    name: 'two routers away, sound',
    verdict: 'healthy',
    finding: null,
    wishes: ['path'],
    server: 'sound',
    rules: [],
  },
  {
    name: 'the second router drops the packets',
    verdict: 'broken',
    finding: 'tcp/filtered',
    also: ['path/stops-at'],
    server: 'sound',
    rules: filter('router2', 'forward', 'ip daddr 10.91.3.2 drop'),
  },
  {
    name: 'the second router forbids the packets',
    verdict: 'broken',
    finding: 'tcp/unreachable',
    also: ['path/stops-at'],
    server: 'sound',
    rules: filter('router2', 'forward', 'ip daddr 10.91.3.2 reject with icmp type admin-prohibited'),
  },
  {
    name: 'MTU black hole both ways',
    verdict: 'broken',
    finding: 'path/mtu-blackhole',
    blame: 'network-path',
    server: 'sound',
    rules: quietNarrowLink,
  },
  {
    name: 'MTU black hole on the way back',
    verdict: 'broken',
    finding: 'path/mtu-blackhole',
    blame: 'network-path',
    server: 'sound',
    rules: [
      ['router2', 'ip route change 10.91.1.0/24 via 10.91.2.1 mtu lock 1400'],
      ...filter('router2', 'output', 'icmp type destination-unreachable drop'),
    ],
  },
  {
    name: 'a narrow link that says so',
    verdict: 'healthy',
    finding: null,
    server: 'sound',
    rules: quietNarrowLink.slice(0, 2),
  },
  {
    name: 'two routers away, accepts and never speaks',
    verdict: 'broken',
    finding: 'tls/handshake-timeout',
    server: 'silent',
    rules: [],
  },
  {
    name: 'a ClientHello of two packets is not read',
    verdict: 'broken',
    finding: 'tls/large-client-hello',
    server: 'reads-one-packet',
    rules: [],
  },
  {
    name: 'every third SYN is lost',
    verdict: 'healthy',
    finding: 'path/loss',
    wishes: ['path'],
    server: 'sound',
    rules: filter('router1', 'forward', 'tcp flags & (syn | ack) == syn numgen inc mod 3 == 0 drop'),
  },
];

const missing = whyNoWay();
if (missing !== null) process.stdout.write(`skipped: stages two routers away (${missing})\n`);

/** What happens between here and the server: real routers in network namespaces, where those can be made. */
export const pathStages: readonly Stage[] =
  missing === null
    ? rows.map(({ server, rules, ...stage }) => ({ ...stage, open: () => openWayStage(server, rules) }))
    : [];
