import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import {
  apex,
  childAddresses,
  childNames,
  type ExampleSettings,
  exampleZone,
  host,
  parentZone,
  startExampleInternet,
} from '../name-servers/example-zones.ts';
import { failingFor, resolverOf } from '../name-servers/start.ts';
import { type Stage, setStage } from './stage.ts';

type Row = {
  readonly name: string;
  readonly finding: FindingId | null;
  readonly verdict?: Verdict;
  readonly also?: readonly FindingId[];
  readonly shows?: RegExp;
  readonly settings?: EngineSettings;
  readonly internet: () => ExampleSettings;
};

const { chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow, host });
const old = exampleZone({ serial: 2026112600 });
const [ns1 = '', ns2 = ''] = childNames;
const glue = { [ns1]: ['127.0.51.1'], [ns2]: ['127.0.52.1'] };
const failing = { manner: failingFor(apex, [exampleZone(), parentZone()]) };
const withHost = (A: readonly string[], serial = 2026112701) =>
  exampleZone({ serial, records: { [host]: { A } } });

const rows: readonly Row[] = [
  {
    name: 'one name server refuses the zone',
    finding: 'dns/lame-delegation',
    shows: /status: REFUSED/,
    internet: () => ({ children: [{}, { manner: 'refuses' }] }),
  },
  {
    name: 'one name server sends back to the root',
    finding: 'dns/lame-delegation',
    shows: /root-servers/,
    internet: () => ({ children: [{}, {}, { manner: 'refers-upward' }] }),
  },
  {
    name: 'one name server is a resolver',
    finding: 'dns/lame-delegation',
    shows: /flags: qr ra;|flags: qr rd ra;/,
    internet: () => ({ children: [{}, {}, { manner: 'recursive' }] }),
  },
  {
    name: 'one name server has lost its copy',
    finding: 'dns/lame-delegation',
    shows: /status: SERVFAIL/,
    internet: () => ({ children: [{}, {}, {}, { manner: 'servfail' }] }),
  },
  {
    name: 'every name server refuses the zone',
    verdict: 'broken',
    finding: 'dns/lame-delegation',
    shows: /status: REFUSED/,
    internet: () => ({
      resolver: failing,
      children: childAddresses.map(() => ({ manner: 'refuses' })),
    }),
  },
  {
    name: 'one name server is dead',
    finding: 'dns/nameserver-unreachable',
    internet: () => ({ children: [{}, { manner: 'silent' }] }),
  },
  {
    name: 'every name server is dead',
    verdict: 'broken',
    finding: 'dns/nameserver-unreachable',
    internet: () => ({ resolver: failing, children: childAddresses.map(() => ({ manner: 'silent' })) }),
  },
  {
    name: 'the name of one name server has no address',
    finding: 'dns/nameserver-unreachable',
    shows: /status: NXDOMAIN/,
    internet: () => {
      const zone = exampleZone({ ns: [ns1, 'gone.example.test'] });
      return { zone, parent: parentZone({ delegations: { [apex]: { ns: zone.ns, glue: {} } } }) };
    },
  },
  {
    name: 'one name server has an older copy',
    finding: 'dns/serial-behind',
    shows: /2026112701 [\s\S]*2026112600 /,
    internet: () => ({ children: [{}, {}, { zones: [old] }] }),
  },
  {
    name: 'one name server gives an old address',
    finding: 'dns/nameservers-disagree',
    also: ['dns/serial-behind'],
    shows: /127\.0\.0\.1\n[\s\S]*127\.0\.0\.99\n/,
    internet: () => ({ children: [{}, {}, { zones: [withHost(['127.0.0.99'], 2026112600)] }] }),
  },
  {
    name: 'one name server does not have the name',
    verdict: 'degraded',
    finding: 'dns/nameservers-disagree',
    shows: /status: NOERROR[\s\S]*status: NXDOMAIN/,
    internet: () => ({ children: [{}, { zones: [withoutHost()] }] }),
  },
  {
    name: 'the delegation names a server that the zone does not',
    finding: 'dns/delegation-mismatch',
    shows: /ns1\.example\.test/,
    internet: () => ({ zone: exampleZone({ ns: [ns1, ns2] }) }),
  },
  {
    name: 'the glue is an old address',
    finding: 'dns/glue-mismatch',
    also: ['dns/nameserver-unreachable'],
    shows: /127\.0\.59\.1/,
    internet: () => ({
      zone: exampleZone({ ns: [ns1, ns2] }),
      parent: parentZone({
        delegations: { [apex]: { ns: [ns1, ns2], glue: { ...glue, [ns1]: ['127.0.59.1'] } } },
      }),
    }),
  },
  {
    name: 'one name server has no TCP',
    finding: 'dns/nameserver-no-tcp',
    shows: /connection refused|no servers could be reached/,
    internet: () => ({ children: [{}, { manner: 'udp-only' }] }),
  },
  {
    name: 'one name server drops EDNS',
    finding: 'dns/nameserver-edns',
    shows: /timed out|no servers could be reached/,
    internet: () => ({ children: [{}, { manner: 'drops-edns' }] }),
  },
  {
    name: 'one name server does not know EDNS',
    finding: 'dns/nameserver-edns',
    shows: /status: FORMERR/,
    internet: () => ({ children: [{}, { manner: 'refuses-edns' }] }),
  },
  {
    name: 'a name server is named by an alias',
    finding: 'dns/nameserver-is-alias',
    shows: /IN\s+CNAME/,
    internet: () => {
      const ns = [ns1, 'alias.example.test'];
      return {
        zone: exampleZone({ ns, records: { 'alias.example.test': { CNAME: [ns2] } } }),
        parent: parentZone({ delegations: { [apex]: { ns, glue: { [ns1]: ['127.0.51.1'] } } } }),
      };
    },
  },
  {
    name: 'a single name server',
    finding: 'dns/nameservers-one-network',
    shows: /ANSWER: 1,[\s\S]*ns1\.example\.test/,
    internet: () => ({
      zone: exampleZone({ ns: [ns1] }),
      parent: parentZone({ delegations: { [apex]: { ns: [ns1], glue: { [ns1]: ['127.0.51.1'] } } } }),
    }),
  },
  {
    name: 'an alias with an address beside it',
    finding: 'dns/alias-not-alone',
    shows: /IN\s+CNAME[\s\S]*|IN\s+A/,
    internet: () => ({
      zone: exampleZone({
        records: {
          [host]: { A: ['127.0.0.1'], CNAME: ['www.example.test'] },
          'www.example.test': { A: ['127.0.0.1'] },
        },
      }),
    }),
  },
  {
    name: 'truncated, and no TCP to the resolver',
    verdict: 'unknown',
    finding: 'dns/tcp-blocked',
    shows: /timed out|no servers could be reached/,
    settings: { deadlineMs: 1500 },
    internet: () => ({ resolver: { manner: 'truncates' } }),
  },
  {
    name: 'a TTL of zero',
    finding: 'dns/ttl-extreme',
    shows: /\s0\s+IN\s+A/,
    internet: () => ({ zone: exampleZone({ records: { [host]: { A: ['127.0.0.1'], ttl: 0 } } }) }),
  },
  { name: 'four sound name servers', finding: null, internet: () => ({}) },
  {
    name: 'name servers of a hidden primary',
    finding: null,
    internet: () => ({ zone: exampleZone({ primary: 'hidden.example.test' }) }),
  },
  {
    name: 'name servers that answer by place',
    finding: null,
    also: ['dns/nameservers-disagree'],
    internet: () => ({
      children: childAddresses.map((_address, index) => ({ zones: [withHost([`127.0.0.${index + 1}`])] })),
    }),
  },
  {
    name: 'name servers that give parts of one rotation',
    finding: null,
    internet: () => ({
      zone: withHost(['127.0.0.1', '127.0.0.1']),
      children: childAddresses.map((_address, index) => ({
        zones: [withHost(['127.0.0.1', `127.0.0.${index + 2}`])],
      })),
    }),
  },
  {
    name: 'two providers with serials of their own',
    finding: null,
    internet: () => {
      const other = exampleZone({ primary: 'ns.other.test', serial: 1 });
      return { children: [{}, {}, { zones: [other] }, { zones: [other] }] };
    },
  },
  {
    name: 'port 53 is closed on the way out',
    finding: null,
    internet: () => ({
      parentServer: { manner: 'silent' },
      children: childAddresses.map(() => ({ manner: 'silent' })),
    }),
  },
  {
    name: 'a resolver answers in the place of all name servers',
    finding: null,
    internet: () => {
      const manner = resolverOf([exampleZone(), parentZone()]);
      return { parentServer: { manner }, children: childAddresses.map(() => ({ manner })) };
    },
  },
];

function withoutHost() {
  const zone = exampleZone();
  const records = Object.fromEntries(Object.entries(zone.records).filter(([name]) => name !== host));
  return { ...zone, records };
}

/** A zone with its parent and its name servers; the resolver and the server of the site are sound, but where said. */
export const nameServerStages: readonly Stage[] = rows.map(
  ({ internet, settings = {}, verdict, ...row }) => ({
    verdict: verdict ?? 'healthy',
    ...row,
    async open() {
      const servers = await startExampleInternet(internet());
      const site = await startTlsServer({ chain, key });
      return setStage({
        typed: `tls://${host}:${site.port}`,
        settings: { anchorsPem, dnsServers: [servers.resolver], nameserverPort: servers.port, ...settings },
        servers: [servers, site],
      });
    },
  }),
);
