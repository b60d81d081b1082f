import type { RuleRow } from '../../support/facts/judging.ts';
import {
  answered,
  dialFailed,
  dnsFacts,
  failed,
  ip,
  isOpen,
  tcpFacts,
  tlsFacts,
  unanswered,
} from '../../support/facts/probe-facts.ts';
import { lookOf, resolverSaying, vantageFacts } from '../../support/facts/vantage-facts.ts';
import { cable, loopback, machineWith, reference, unreached } from '../../support/samples/sample-vantage.ts';

const found = dnsFacts({}, [ip]);
const both = (rcode: string) => dnsFacts({ a: answered(rcode), aaaa: answered(rcode) });
const silent = dnsFacts({ a: unanswered('timeout'), aaaa: unanswered('timeout') });
const nobody = lookOf(unreached('one.test'), unreached('two.test', 'network-unreachable'));
const refusing = lookOf(unreached('one.test', 'refused'), unreached('two.test', 'refused'));

const noCarrier = machineWith({ links: [{ ...cable, carrier: false, state: 'down' }, loopback] });
const noRoute = machineWith({ routes: [] });
const deafRouter = machineWith({
  neighbours: [{ ip: '192.0.2.1', device: 'eth0', hardwareAddress: null }],
});

const filtered = { [ip]: dialFailed('timeout') };
const unreachable = { [ip]: dialFailed('network-unreachable', 'ENETUNREACH') };

const stoodStill = { totalMs: 1400, longestMs: 900 };
const aMoment = { totalMs: 900, longestMs: 900 };

export const rows: readonly RuleRow[] = [
  {
    id: 'vantage/overloaded',
    when: 'no handshake came in time while we stood still',
    facts: {
      vantage: vantageFacts({ standstill: stoodStill }),
      dns: found,
      tcp: tcpFacts({ [ip]: isOpen }),
      tls: tlsFacts({ [ip]: failed('timeout') }),
    },
    title: /stood still for 1\.4 s while it waited for the TLS handshake/,
    evidence: ['stood still: 1400 ms in all, 900 ms at a time'],
    reproduce: 'uptime',
    severity: 'fatal',
    silentWhen: 'the server broke it off: that was heard',
    silent: {
      vantage: vantageFacts({ standstill: stoodStill }),
      dns: found,
      tcp: tcpFacts({ [ip]: isOpen }),
      tls: tlsFacts({ [ip]: failed('reset') }),
    },
  },
  {
    id: 'vantage/overloaded',
    when: 'no connection came about in time while we stood still',
    facts: { vantage: vantageFacts({ standstill: stoodStill }), dns: found, tcp: tcpFacts(filtered) },
    title: /waited for the connection/,
    reproduce: 'uptime',
    severity: 'fatal',
    silentWhen: 'we stood still for less than a second',
    silent: { vantage: vantageFacts({ standstill: aMoment }), dns: found, tcp: tcpFacts(filtered) },
  },
  {
    id: 'vantage/overloaded',
    when: 'the resolver did not answer in time while we stood still',
    facts: { vantage: vantageFacts({ standstill: stoodStill, place: 'unknown' }), dns: silent },
    title: /waited for the resolver/,
    reproduce: 'uptime',
    severity: 'fatal',
    silentWhen: 'it refuses',
    silent: { vantage: vantageFacts({ standstill: stoodStill, place: 'unknown' }), dns: both('REFUSED') },
  },
  {
    id: 'vantage/offline',
    when: 'no interface has a signal',
    facts: {
      vantage: vantageFacts({ machine: noCarrier, references: nobody }),
      dns: found,
      tcp: tcpFacts(filtered),
    },
    title: /offline: no network interface is up and has a signal/,
    evidence: ['interfaces: eth0 has no signal', 'reference host: one.test, 198.51.100.7: timeout'],
    reproduce: 'ip -brief link',
    severity: 'fatal',
    silentWhen: 'somebody else was reached all the same',
    silent: { vantage: vantageFacts({ machine: noCarrier }), dns: found, tcp: tcpFacts(filtered) },
  },
  {
    id: 'vantage/offline',
    when: 'there is no route to the target and the kernel says so',
    facts: {
      vantage: vantageFacts({ machine: noRoute, routes: [{ ip, route: null }], references: null }),
      dns: found,
      tcp: tcpFacts(unreachable),
    },
    title: /no route to 192\.0\.2\.7: there is no default route/,
    reproduce: 'ip route get 192.0.2.7',
    severity: 'fatal',
    silentWhen: 'the target is of its own network, which needs no such route',
    silent: {
      vantage: vantageFacts({ machine: noRoute, place: 'own', references: null }),
      dns: found,
      tcp: tcpFacts(unreachable),
    },
  },
  {
    id: 'vantage/offline',
    when: 'the router does not answer ARP',
    facts: {
      vantage: vantageFacts({ machine: deafRouter, references: nobody }),
      dns: found,
      tcp: tcpFacts(filtered),
    },
    title: /router of this machine, 192\.0\.2\.1, does not answer on eth0/,
    evidence: ['neighbour entry: 192.0.2.1: incomplete'],
    reproduce: 'ip neigh show 192.0.2.1 dev eth0',
    severity: 'fatal',
    silentWhen: 'the target refused, which takes somebody who answers',
    silent: {
      vantage: vantageFacts({ machine: deafRouter, references: nobody }),
      dns: found,
      tcp: tcpFacts({ [ip]: dialFailed('refused', 'ECONNREFUSED') }),
    },
  },
  {
    id: 'vantage/offline',
    when: 'there is no way to the resolver',
    facts: { vantage: vantageFacts({ place: 'unknown', machine: noCarrier, references: null }), dns: silent },
    title: /offline/,
    reproduce: 'ip -brief link',
    severity: 'fatal',
    silentWhen: 'the resolver is on this machine, and may be silent for its own reasons',
    silent: {
      vantage: vantageFacts({ place: 'unknown', machine: noCarrier, references: null }),
      dns: dnsFacts({ a: unanswered('timeout'), aaaa: unanswered('timeout'), servers: ['127.0.0.53:53'] }),
    },
  },
  {
    id: 'vantage/resolver-broken',
    when: 'it fails for reference names too',
    facts: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('SERVFAIL', 'SERVFAIL') }),
      dns: both('SERVFAIL'),
    },
    title: /answers SERVFAIL for ref1\.test, ref2\.test as well/,
    evidence: ['resolvers: 192.0.2.53:53', 'ref1.test: SERVFAIL from 192.0.2.53:53'],
    reproduce: 'dig ref1.test A @192.0.2.53',
    severity: 'fatal',
    silentWhen: 'it resolves one of them',
    silent: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('SERVFAIL', 'NOERROR') }),
      dns: both('SERVFAIL'),
    },
  },
  {
    id: 'vantage/resolver-broken',
    when: 'it answers nobody',
    facts: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying(null, 'SERVFAIL') }),
      dns: silent,
    },
    title: /does not resolve ref1\.test, ref2\.test either/,
    reproduce: 'ref1.test A',
    severity: 'fatal',
    silentWhen: 'it keeps to its own network and refuses all other names, the target being one of its own',
    silent: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('REFUSED', 'REFUSED') }),
      dns: silent,
    },
  },
  {
    id: 'vantage/resolver-broken',
    when: 'it denies well-known names, and the target, a name of no registry, without proof',
    facts: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('NXDOMAIN', 'NXDOMAIN') }),
      dns: { ...both('NXDOMAIN'), name: 'shop.corp.internal' },
    },
    title: /answers NXDOMAIN for ref1\.test, ref2\.test as well/,
    reproduce: 'ref1.test A',
    severity: 'warning',
    silentWhen: 'the denial carries the SOA of a zone',
    silent: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('NXDOMAIN', 'NXDOMAIN') }),
      dns: dnsFacts({ a: denied(), aaaa: denied() }),
    },
  },
  {
    id: 'vantage/resolver-broken',
    when: 'it denies well-known names, and a public one without proof',
    facts: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('NXDOMAIN', 'NXDOMAIN') }),
      dns: { ...both('NXDOMAIN'), name: 'shop.example.com' },
    },
    title: /answers NXDOMAIN for ref1\.test, ref2\.test as well/,
    reproduce: 'ref1.test A',
    severity: 'fatal',
    silentWhen: 'it knows one of the well-known names',
    silent: {
      vantage: vantageFacts({ place: 'unknown', resolver: resolverSaying('NXDOMAIN', 'NOERROR') }),
      dns: { ...both('NXDOMAIN'), name: 'shop.example.com' },
    },
  },
  {
    id: 'vantage/egress-blocked',
    when: 'nobody else can be reached either',
    facts: { vantage: vantageFacts({ references: nobody }), dns: found, tcp: tcpFacts(filtered) },
    title: /reaches neither the target nor one\.test, two\.test/,
    evidence: ['reference host: two.test, 198.51.100.7: network-unreachable', '192.0.2.7:443: no answer'],
    reproduce: 'telnet://198.51.100.7:443',
    severity: 'fatal',
    silentWhen: 'one of two is down, the other answers',
    silent: {
      vantage: vantageFacts({ references: lookOf(unreached('one.test'), reference('two.test')) }),
      dns: found,
      tcp: tcpFacts(filtered),
    },
  },
  {
    id: 'vantage/egress-blocked',
    when: 'a firewall on the way refuses everybody',
    facts: {
      vantage: vantageFacts({ references: refusing }),
      dns: found,
      tcp: tcpFacts({ [ip]: dialFailed('refused', 'ECONNREFUSED') }),
    },
    title: /reaches neither/,
    reproduce: 'telnet://',
    severity: 'fatal',
    silentWhen: 'the target refuses while the others are silent: somebody answered',
    silent: {
      vantage: vantageFacts({ references: nobody }),
      dns: found,
      tcp: tcpFacts({ [ip]: dialFailed('refused', 'ECONNREFUSED') }),
    },
  },
];

function denied() {
  const soa = {
    name: 'example.org',
    type: 'SOA',
    ttl: 60,
    data: 'ns.example.org hostmaster.example.org 1 2 3 4 5',
  };
  return answered('NXDOMAIN', { authority: [soa] });
}
