import type { AuthorityAddress } from '../../../src/probes/authorities/authority-facts.ts';
import {
  recordsOf,
  repliedWith,
  serverWith,
  soundAuthorities,
  zone,
  zoneWith,
} from '../../support/facts/authority-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { dnsFacts, healthyFacts } from '../../support/facts/probe-facts.ts';

const sound = serverWith(1, repliedWith());
const beside = (look: AuthorityAddress['look'], changes = {}) =>
  zoneWith([sound, serverWith(2, look, changes)]);
const resolved = dnsFacts({}, ['192.0.2.7']);
const delegation = {
  parent: 'org',
  server: '198.51.100.1:53',
  names: [`ns1.${zone}`, `ns9.${zone}`],
  glue: [],
};
const healthy = { ...healthyFacts, authorities: soundAuthorities };

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/delegation-mismatch',
    when: 'the delegation names a server that the zone does not',
    facts: { authorities: zoneWith([sound], { delegation }) },
    title: /example\.org is delegated to ns9\.example\.org, which the zone itself does not name/,
    evidence: ['only in the delegation: ns9.example.org', 'only in the zone: ns2.example.org'],
    reproduce: 'dig +norecurse example.org NS @198.51.100.1; dig +norecurse example.org NS @203.0.113.53',
    severity: 'warning',
    silentWhen: 'two providers name their own servers only',
    silent: {
      authorities: zoneWith([
        serverWith(1, repliedWith({ ns: [`ns1.${zone}`] })),
        serverWith(2, repliedWith({ ns: [`ns2.${zone}`] })),
      ]),
    },
  },
  {
    id: 'dns/glue-mismatch',
    when: 'the glue has an address that the zone has not',
    facts: {
      authorities: zoneWith([sound], {
        delegation: {
          ...delegation,
          names: [`ns1.${zone}`],
          glue: [{ name: `ns1.${zone}`, address: '198.51.100.9' }],
        },
      }),
    },
    title: /org gives 198\.51\.100\.9 for ns1\.example\.org, the zone 203\.0\.113\.53/,
    reproduce: 'dig +norecurse example.org NS @198.51.100.1',
    severity: 'warning',
    silentWhen: 'the glue is one of several addresses',
    silent: {
      authorities: zoneWith([serverWith(1, repliedWith(), { resolved: ['203.0.113.53', '198.51.100.9'] })], {
        delegation: {
          ...delegation,
          names: [`ns1.${zone}`],
          glue: [{ name: `ns1.${zone}`, address: '198.51.100.9' }],
        },
      }),
    },
  },
  {
    id: 'dns/nameserver-no-tcp',
    when: 'one server answers over UDP only',
    facts: { authorities: beside(repliedWith({ tcp: 'refused' })) },
    title: /ns2\.example\.org, a name server of example\.org, does not answer over TCP/,
    reproduce: '+tcp',
    severity: 'warning',
    silentWhen: 'none answers over TCP from here',
    silent: {
      authorities: zoneWith([
        serverWith(1, repliedWith({ tcp: 'silent' })),
        serverWith(2, repliedWith({ tcp: 'silent' })),
      ]),
    },
  },
  {
    id: 'dns/nameserver-edns',
    when: 'one server drops EDNS',
    facts: { authorities: beside(repliedWith({ edns: 'dropped' })) },
    title: /ns2\.example\.org drops questions that carry EDNS/,
    reproduce: '+edns=0',
    severity: 'warning',
    silentWhen: 'all know it',
    silent: healthy,
  },
  {
    id: 'dns/nameserver-edns',
    when: 'one server does not know EDNS and says so',
    facts: { authorities: beside(repliedWith({ edns: 'refused' })) },
    title: /does not know EDNS/,
    reproduce: '+edns=0',
    severity: 'notice',
    silentWhen: 'all know it',
    silent: healthy,
  },
  {
    id: 'dns/nameserver-is-alias',
    when: 'an NS record names an alias',
    facts: { dns: resolved, authorities: beside(repliedWith(), { alias: 'real.example.net' }) },
    title: /ns2\.example\.org, a name server of example\.org, is an alias of real\.example\.net/,
    reproduce: 'dig ns2.example.org A @192.0.2.53',
    severity: 'warning',
    silentWhen: 'it names hosts',
    silent: healthy,
  },
  {
    id: 'dns/nameservers-one-network',
    when: 'both servers are in one /24',
    facts: { dns: resolved, authorities: beside(repliedWith(), { resolved: ['203.0.113.99'] }) },
    title: /All 2 name servers of example\.org stand in one network/,
    evidence: ['network: 203.0.113.0/24'],
    reproduce: 'dig example.org NS',
    severity: 'notice',
    silentWhen: 'they are in two networks',
    silent: healthy,
  },
  {
    id: 'dns/alias-not-alone',
    when: 'an alias has an address beside it',
    facts: {
      dns: resolved,
      authorities: beside(
        repliedWith({ a: recordsOf(['192.0.2.7'], { aliases: ['b.example'], notAlone: true }) }),
      ),
    },
    title: /api\.example\.org is an alias and has other records beside it/,
    reproduce: '+norecurse',
    severity: 'warning',
    silentWhen: 'it is an alias only',
    silent: {
      dns: resolved,
      authorities: beside(repliedWith({ a: recordsOf([], { aliases: ['b.example'] }) })),
    },
  },
];
