import { forgeScenario } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import { type DnsServerSettings, startDnsServer } from '../dns/dns-server.ts';
import { type ReferenceKind, startReferences } from '../farm/reference-hosts.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import {
  cardWithoutSignal,
  defaultRoute,
  type KernelFiles,
  kernelTreesOf,
  loopbackFiles,
  routerAnswers,
  routerSilent,
} from '../kernel-trees.ts';
import { type OpenStage, type Stage, setStage } from './stage.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const sound: ReferenceKind = { kind: 'sound', identity: { chain, key } };
const refused: ReferenceKind = { kind: 'refused' };
const silent: ReferenceKind = { kind: 'silent' };

const inOrder: KernelFiles = { route: defaultRoute, arp: [routerAnswers] };
const pulled: KernelFiles = { ...inOrder, interfaces: { eth0: cardWithoutSignal, lo: loopbackFiles } };

/** The kernel refuses TCP to a multicast address (ENETUNREACH) before a packet leaves: a place nobody can reach. */
const nowhere = '224.0.0.7';

type Setting = { readonly machine: KernelFiles; readonly references: readonly ReferenceKind[] | 'off' };

/** A target of the Internet that cannot be reached. */
async function unreachable({ machine, references }: Setting): Promise<OpenStage> {
  const trees = await kernelTreesOf(machine);
  const others = references === 'off' ? null : await startReferences(...references);
  return setStage({
    typed: 'tcp://site.test:443',
    address: nowhere,
    settings: {
      anchorsPem,
      allowedNetworks: ['127.0.0.0/8', '224.0.0.0/4'],
      vantage: { trees, referenceHosts: others?.setting ?? 'off' },
    },
    servers: others === null ? [trees] : [trees, others],
  });
}

/** A name that a resolver is asked for. */
async function named(
  zone: DnsServerSettings,
  { name = host, ...more }: EngineSettings & { readonly name?: string } = {},
): Promise<OpenStage> {
  const trees = await kernelTreesOf(inOrder);
  const others = await startReferences(sound, sound);
  const dns = await startDnsServer(zone);
  return setStage({
    typed: `tls://${name}:443`,
    settings: {
      anchorsPem,
      dnsServers: [dns.address],
      vantage: { trees, referenceHosts: others.setting },
      ...more,
    },
    servers: [trees, others, dns],
  });
}

/** A sound server on this machine, whatever the connection of this machine to others is like. */
async function here({ machine, references }: Setting): Promise<OpenStage> {
  const trees = await kernelTreesOf(machine);
  const others = references === 'off' ? null : await startReferences(...references);
  const server = await startTlsServer({ chain, key });
  return setStage({
    typed: `tls://${host}:${server.port}`,
    address: '127.0.0.1',
    settings: { anchorsPem, vantage: { trees, referenceHosts: others?.setting ?? 'off' } },
    servers: others === null ? [trees, server] : [trees, others, server],
  });
}

const references = { 'ref1.test': { A: ['127.0.0.1'] }, 'ref2.test': { A: ['127.0.0.1'] } };

/** Whether it is us: link, routes, resolver and the way out. */
export const vantageStages: readonly Stage[] = [
  {
    name: 'no interface of ours has a signal',
    verdict: 'unknown',
    finding: 'vantage/offline',
    blame: 'our-vantage',
    open: () => unreachable({ machine: pulled, references: [refused, refused] }),
  },
  {
    name: 'no default route here',
    verdict: 'unknown',
    finding: 'vantage/offline',
    blame: 'our-vantage',
    open: () => unreachable({ machine: { ...inOrder, route: [] }, references: 'off' }),
  },
  {
    name: 'our router does not answer ARP',
    verdict: 'unknown',
    finding: 'vantage/offline',
    blame: 'our-vantage',
    open: () => unreachable({ machine: { ...inOrder, arp: [routerSilent] }, references: [refused, refused] }),
  },
  {
    name: 'our resolver fails for reference names as well',
    verdict: 'unknown',
    finding: 'vantage/resolver-broken',
    blame: 'our-vantage',
    shows: /status: SERVFAIL/,
    open: () => named({ behaviours: { '*': 'servfail' } }),
  },
  {
    name: 'our resolver is silent for reference names as well',
    verdict: 'unknown',
    finding: 'vantage/resolver-broken',
    blame: 'our-vantage',
    shows: /timed out|no servers could be reached/,
    open: () => named({ behaviours: { '*': 'silent' } }),
  },
  {
    name: 'our resolver denies all public names',
    verdict: 'unknown',
    finding: 'vantage/resolver-broken',
    blame: 'our-vantage',
    shows: /status: NXDOMAIN/,
    open: () => named({ behaviours: { '*': 'bare-nxdomain' } }, { name: 'shop.example.com' }),
  },
  {
    name: 'a resolver of our own network denies one of its names',
    verdict: 'broken',
    finding: 'dns/nxdomain',
    blame: 'target',
    open: () => named({ behaviours: { '*': 'bare-nxdomain' } }, { name: 'shop.corp.internal' }),
  },
  {
    name: 'a firewall of ours refuses everybody',
    verdict: 'unknown',
    finding: 'vantage/egress-blocked',
    blame: 'our-vantage',
    shows: /refused/i,
    open: () => unreachable({ machine: inOrder, references: [refused, refused] }),
  },
  {
    name: 'a firewall of ours swallows everything',
    verdict: 'unknown',
    finding: 'vantage/egress-blocked',
    blame: 'our-vantage',
    open: () => unreachable({ machine: inOrder, references: [silent, silent] }),
  },
  {
    name: 'unreachable, one of two reference hosts is down',
    verdict: 'broken',
    finding: 'tcp/unreachable',
    blame: 'network-path',
    open: () => unreachable({ machine: inOrder, references: [sound, refused] }),
  },
  {
    name: 'unreachable, no reference host is asked',
    verdict: 'broken',
    finding: 'tcp/unreachable',
    open: () => unreachable({ machine: inOrder, references: 'off' }),
  },
  {
    name: 'SERVFAIL for the target alone',
    verdict: 'broken',
    finding: 'dns/servfail',
    blame: 'target',
    open: () => named({ records: references, behaviours: { [host]: 'servfail' } }),
  },
  {
    name: 'an internal resolver that knows no other names',
    verdict: 'broken',
    finding: 'dns/servfail',
    blame: 'target',
    open: () => named({ behaviours: { [host]: 'servfail', '*': 'refused' } }),
  },
  {
    name: 'sound, and this machine has no signal, no route and no references',
    verdict: 'healthy',
    finding: null,
    open: () => here({ machine: { ...pulled, route: [], arp: [] }, references: 'off' }),
  },
  {
    name: 'sound, and no reference host can be reached',
    verdict: 'healthy',
    finding: null,
    open: () => here({ machine: inOrder, references: [refused, refused] }),
  },
];
