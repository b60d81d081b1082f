import { defineCheck } from '../../core/check.ts';
import { resolversProbe } from '../../probes/resolvers.ts';
import { dig } from '../commands/dig.ts';
import { evidence } from '../reading/evidence.ts';

export const resolverUnreachable = defineCheck({
  id: 'dns/resolver-unreachable',
  severity: 'notice',
  blame: 'our-vantage',
  title: 'One of the configured resolvers does not answer',
  explanation:
    'Another resolver answered, so the look went on. Programs on this host ask the resolvers in turn and wait for seconds whenever the silent one comes first: all that runs here becomes slow at random.',
  fix: 'Mend that resolver or the way to it (UDP and TCP port 53), or take it out of resolv.conf, or out of DNS_SERVERS where that is set.',
  citation: 'resolver(5)',
  reads: { resolvers: resolversProbe },
  judge({ resolvers: { resolvers } }, { target }) {
    const silent = resolvers.filter(({ a, aaaa }) =>
      [a, aaaa].every((answer) => answer.status === 'no-answer' && answer.reason !== 'aborted'),
    );
    const [first] = silent;
    if (first === undefined || silent.length === resolvers.length) return [];
    return [
      {
        title: `The resolver ${first.server} does not answer, ${silent.length === 1 ? 'others do' : `nor do ${silent.length - 1} more`}`,
        evidence: silent.map(({ server, a }) =>
          evidence(server, a.status === 'no-answer' ? a.reason : a.rcode),
        ),
        reproduce: dig(target.host, 'A', first.server, '+tries=1', '+time=3'),
      },
    ];
  },
});
