import type { AuthorityAddress } from '../../../src/probes/authorities/authority-facts.ts';
import {
  apexOf,
  isSilent,
  lameWith,
  recordsOf,
  repliedWith,
  serverWith,
  soundAuthorities,
  steadily,
  zoneWith,
} from '../../support/facts/authority-facts.ts';
import { daysFromNow, host } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { answered, dnsFacts, healthyFacts } from '../../support/facts/probe-facts.ts';

const sound = serverWith(1, repliedWith());
const beside = (look: AuthorityAddress['look'], changes = {}) =>
  zoneWith([sound, serverWith(2, look, changes)]);
const resolved = dnsFacts({}, ['192.0.2.7']);
const failing = dnsFacts({ a: answered('SERVFAIL'), aaaa: answered('SERVFAIL') });
const ahead = serverWith(1, steadily({ soa: apexOf({ serial: 8 }) }));
const absent = recordsOf([], { rcode: 'NXDOMAIN' });
const healthy = { ...healthyFacts, authorities: soundAuthorities };

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/lame-delegation',
    when: 'one server refuses the zone',
    facts: { authorities: beside(lameWith('REFUSED')) },
    title: /ns2\.example\.org is a name server of example\.org and refuses/,
    evidence: ['ns2.example.org (203.0.114.53:53): refuses'],
    reproduce: 'dig +norecurse example.org SOA @203.0.114.53',
    severity: 'warning',
    silentWhen: 'all speak for it',
    silent: healthy,
  },
  {
    id: 'dns/lame-delegation',
    when: 'one sends back to the root',
    facts: { authorities: beside(lameWith('NOERROR', { referral: '.' })) },
    title: /sends back to the root/,
    reproduce: '@203.0.114.53',
    severity: 'warning',
    silentWhen: 'a load balancer knows the addresses only',
    silent: { authorities: beside(repliedWith({ soa: apexOf({ serial: null }), ns: null })) },
  },
  {
    id: 'dns/lame-delegation',
    when: 'every server is lame and the resolver fails',
    facts: {
      dns: failing,
      authorities: zoneWith([serverWith(1, lameWith('SERVFAIL')), serverWith(2, isSilent)]),
    },
    title: /No name server of example\.org serves it/,
    evidence: ['ns2.example.org (203.0.114.53:53): no reply'],
    reproduce: '@203.0.113.53',
    severity: 'fatal',
    silentWhen: 'something else answers in the place of all of them',
    silent: {
      dns: resolved,
      authorities: {
        ...zoneWith([serverWith(1, lameWith('NOERROR', { recursionAvailable: true }))]),
        unseen: 'no',
      },
    },
  },
  {
    id: 'dns/nameserver-unreachable',
    when: 'one server is silent',
    facts: { authorities: beside(isSilent) },
    title: /ns2\.example\.org, a name server of example\.org, does not answer/,
    reproduce: '+tries=1 +time=3 example.org SOA @203.0.114.53',
    severity: 'warning',
    silentWhen: 'nothing was heard over that family at all',
    silent: { authorities: beside({ kind: 'silent', reason: 'no reply', sure: false }) },
  },
  {
    id: 'dns/nameserver-unreachable',
    when: 'all are silent and the resolver fails',
    facts: { dns: failing, authorities: zoneWith([serverWith(1, isSilent), serverWith(2, isSilent)]) },
    title: /No name server of example\.org answers/,
    reproduce: '@203.0.113.53',
    severity: 'fatal',
    silentWhen: 'the policy does not let us ask them',
    silent: {
      dns: failing,
      authorities: zoneWith([serverWith(1, { kind: 'not-allowed', rule: 'loopback' })]),
    },
  },
  {
    id: 'dns/nameserver-unreachable',
    when: 'the name of a server has no address',
    facts: {
      dns: resolved,
      authorities: zoneWith([
        sound,
        { ...serverWith(2, isSilent), resolves: 'absent', resolved: [], addresses: [] },
      ]),
    },
    title: /ns2\.example\.org, a name server of example\.org, has no address/,
    reproduce: 'dig ns2.example.org A @192.0.2.53',
    severity: 'warning',
    silentWhen: 'the resolver could not say',
    silent: {
      authorities: zoneWith([
        sound,
        { ...serverWith(2, isSilent), resolves: 'unknown', resolved: [], addresses: [] },
      ]),
    },
  },
  {
    id: 'dns/nameservers-disagree',
    when: 'one server does not have the name',
    facts: { authorities: zoneWith([ahead, serverWith(2, steadily({ a: absent, aaaa: absent }))]) },
    title:
      /ns2\.example\.org says that api\.example\.org does not exist \(NXDOMAIN\), ns1\.example\.org has it/,
    evidence: ['ns1.example.org (203.0.113.53:53): 192.0.2.7; serial 8'],
    reproduce: `dig +norecurse ${host} A @203.0.113.53; dig`,
    severity: 'error',
    silentWhen: 'it has it when asked again',
    silent: {
      authorities: zoneWith([ahead, serverWith(2, { ...steadily(), a: absent, aaaa: absent })]),
    },
  },
  {
    id: 'dns/nameservers-disagree',
    when: 'an old copy gives another address',
    facts: { authorities: zoneWith([ahead, serverWith(2, steadily({ a: recordsOf(['192.0.2.99']) }))]) },
    title: /ns2\.example\.org still gives old data for api\.example\.org: 192\.0\.2\.99/,
    reproduce: '@203.0.114.53',
    severity: 'warning',
    silentWhen: 'they give parts of one rotation',
    silent: {
      authorities: zoneWith([
        serverWith(1, steadily({ a: recordsOf(['192.0.2.7', '192.0.2.8']) })),
        serverWith(2, steadily({ a: recordsOf(['192.0.2.8', '192.0.2.9']) })),
      ]),
    },
  },
  {
    id: 'dns/nameservers-disagree',
    when: 'servers of one serial answer by place',
    facts: {
      authorities: zoneWith([
        serverWith(1, steadily({ a: recordsOf(['192.0.2.7']) })),
        serverWith(2, steadily({ a: recordsOf(['192.0.2.9']) })),
      ]),
    },
    title: /give api\.example\.org different addresses/,
    reproduce: '@203.0.114.53',
    severity: 'notice',
    silentWhen: 'all give the same',
    silent: healthy,
  },
  {
    id: 'dns/serial-behind',
    when: 'one serial is lower',
    facts: { authorities: zoneWith([ahead, serverWith(2, steadily())]) },
    title: /ns2\.example\.org has serial 7 of example\.org, others 8/,
    reproduce: 'dig +norecurse +short example.org SOA @203.0.113.53; ',
    severity: 'notice',
    silentWhen: 'it belongs to another provider',
    silent: {
      authorities: zoneWith([
        ahead,
        serverWith(2, steadily({ soa: apexOf({ primary: 'ns.other.example' }) })),
      ]),
    },
  },
  {
    id: 'dns/serial-behind',
    when: 'it was lower two days ago',
    facts: { authorities: zoneWith([ahead, serverWith(2, steadily({}, daysFromNow(-2)))]) },
    title: /has serial 7/,
    evidence: ['seen behind for: 2 days'],
    reproduce: '+short',
    severity: 'warning',
    silentWhen: 'the numbers have gone around',
    silent: {
      authorities: zoneWith([
        serverWith(1, steadily({ soa: apexOf({ serial: 3 }) })),
        serverWith(2, { ...steadily({ soa: apexOf({ serial: 4_294_967_290 }) }), again: null }),
      ]),
    },
  },
];
