import type { ResolversFacts, ResolverWord } from '../../../src/probes/resolvers.ts';
import { recordsOf, repliedWith, serverWith, zoneWith } from '../../support/facts/authority-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { answered, unanswered } from '../../support/facts/probe-facts.ts';

function word(number: number, addresses: readonly string[], rcode = 'NOERROR'): ResolverWord {
  return {
    server: `192.0.2.${number}:53`,
    a: answered(rcode),
    aaaa: answered(rcode),
    addresses,
    elapsedMs: 3,
  };
}

const silent: ResolverWord = { ...word(2, []), a: unanswered('timeout'), aaaa: unanswered('timeout') };
const both = (other: ResolverWord): ResolversFacts => ({
  resolvers: [word(1, ['198.51.100.7']), other],
  leftOut: 0,
});
const confirmed = zoneWith([serverWith(1, repliedWith({ a: recordsOf(['203.0.113.9']) }))]);

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/resolvers-disagree',
    when: 'one says that there is no such name',
    facts: { resolvers: both(word(2, [], 'NXDOMAIN')) },
    title: /192\.0\.2\.1:53 and 192\.0\.2\.2:53 disagree: one has addresses, the other says NXDOMAIN/,
    evidence: ['192.0.2.2:53: NXDOMAIN'],
    reproduce: 'A @192.0.2.1; dig',
    severity: 'warning',
    silentWhen: 'one is silent',
    silent: { resolvers: both(silent) },
  },
  {
    id: 'dns/resolvers-disagree',
    when: 'one answers with an address that leads nowhere',
    facts: { resolvers: both(word(2, ['0.0.0.0'])) },
    title: /one answers 0\.0\.0\.0/,
    reproduce: '@192.0.2.2',
    severity: 'warning',
    silentWhen: 'they have an address in common',
    silent: { resolvers: both(word(2, ['198.51.100.7', '203.0.113.9'])) },
  },
  {
    id: 'dns/resolvers-disagree',
    when: 'their addresses have nothing in common',
    facts: { resolvers: both(word(2, ['203.0.113.9'])) },
    title: /nothing in common/,
    reproduce: '@192.0.2.2',
    severity: 'notice',
    silentWhen: 'a name server of the zone gives the other as well',
    silent: { resolvers: both(word(2, ['203.0.113.9'])), authorities: confirmed },
  },
  {
    id: 'dns/resolver-unreachable',
    when: 'one of two is silent',
    facts: { resolvers: both(silent) },
    title: /The resolver 192\.0\.2\.2:53 does not answer, others do/,
    reproduce: '+tries=1 +time=3',
    severity: 'notice',
    silentWhen: 'both answer',
    silent: { resolvers: both(word(2, ['198.51.100.7'])) },
  },
];
