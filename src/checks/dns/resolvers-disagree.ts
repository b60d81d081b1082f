import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { AuthoritiesFacts } from '../../probes/authorities/authority-facts.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { type ResolversFacts, type ResolverWord, resolversProbe } from '../../probes/resolvers.ts';
import { dig } from '../commands/dig.ts';
import { extendedErrorText } from '../reading/dns/answers.ts';
import { voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { insideRange } from '../reading/inside-range.ts';

export const resolversDisagree = defineCheck({
  id: 'dns/resolvers-disagree',
  severity: 'warning',
  blame: 'third-party',
  title: 'The configured resolvers give different answers',
  explanation:
    'Asked one by one, the resolvers of this host do not agree about this name. Which answer a program gets depends on which resolver it asks first, so the same check gives different results at different moments. One of them filters the name, holds an old answer, validates what the other does not, or sees an internal view.',
  fix: 'Ask each of them with the commands below and keep those that are meant: in resolv.conf or DNS_SERVERS all entries have to see the same names. If one filters on purpose, take the name off its list. An old answer goes away with its TTL, or by flushing the cache.',
  citation: 'RFC 1034 §5.3.1',
  reads: { resolvers: resolversProbe },
  mayRead: { authorities: authoritiesProbe },
  judge({ resolvers, authorities }, { target }) {
    const found = differenceIn(resolvers, authorities);
    if (found === null) return [];
    const { one, other } = found;
    const shown = (word: ResolverWord) => evidence(word.server, wordText(word));
    const type = [one, other].some(({ addresses }) => addresses.some((address) => !address.includes(':')))
      ? 'A'
      : 'AAAA';
    const observation: Observation = {
      severity: found.severity,
      title: `The resolvers ${one.server} and ${other.server} disagree: ${found.about}`,
      evidence: resolvers.resolvers.map(shown),
      reproduce: `${dig(target.host, type, one.server)}; ${dig(target.host, type, other.server)}`,
    };
    if (found.severity === 'warning') return [observation];
    return [
      {
        ...observation,
        explanation:
          'Asked one by one, the resolvers of this host give addresses that have nothing in common. Names that are answered by place or weight look like that, and it is no fault then. An old answer in the cache of one of them looks the same until its TTL is over.',
      },
    ];
  },
});

type Difference = {
  readonly one: ResolverWord;
  readonly other: ResolverWord;
  readonly about: string;
  readonly severity: 'warning' | 'notice';
};

function differenceIn(
  { resolvers }: ResolversFacts,
  authorities: AuthoritiesFacts | null,
): Difference | null {
  const heard = resolvers.filter(({ a, aaaa }) => a.status === 'answered' && aaaa.status === 'answered');
  const one = heard.find(({ addresses }) => addresses.length > 0);
  if (one === undefined) return null;
  const without = heard.find(({ addresses }) => addresses.length === 0);
  if (without !== undefined) {
    return {
      one,
      other: without,
      about: `one has addresses, the other says ${rcodesOf(without)}`,
      severity: 'warning',
    };
  }
  const odd = heard.find((word) =>
    word.addresses.some((address) => blocked(address) !== blocked(one.addresses[0])),
  );
  if (odd !== undefined) {
    const [real, fake] = one.addresses.some(blocked) ? [odd, one] : [one, odd];
    const where = fake.addresses.find(blocked) ?? '';
    return {
      one: real,
      other: fake,
      about: `one answers ${where}, which leads nowhere outside`,
      severity: 'warning',
    };
  }
  const apart = heard.find((word) => word.addresses.every((address) => !one.addresses.includes(address)));
  if (apart === undefined || isConfirmed(apart, authorities)) return null;
  return { one, other: apart, about: 'their addresses have nothing in common', severity: 'notice' };
}

/** Addresses that filters and captive networks answer with, or that only an internal view has. */
function blocked(address: string | undefined): boolean {
  return address === '0.0.0.0' || address === '::' || insideRange(address ?? '') !== null;
}

/** A name server of the zone gives these as well: then it is rotation, and no resolver's doing. */
function isConfirmed({ addresses }: ResolverWord, authorities: AuthoritiesFacts | null): boolean {
  const given = zonesHeard(authorities).flatMap((zone) =>
    voicesOf(zone).flatMap(({ said }) => [...(said.a?.data ?? []), ...(said.aaaa?.data ?? [])]),
  );
  return addresses.some((address) => given.includes(address));
}

function rcodesOf({ a, aaaa }: ResolverWord): string {
  const rcodes = [a, aaaa].flatMap((answer) => (answer.status === 'answered' ? [answer.rcode] : []));
  const worst = rcodes.find((rcode) => rcode !== 'NOERROR');
  return worst ?? 'that there is none';
}

function wordText(word: ResolverWord): string {
  if (word.addresses.length > 0) return listed(word.addresses, 4);
  if (word.a.status === 'no-answer') return `no answer: ${word.a.reason}`;
  const [error] = word.a.extendedErrors;
  return error === undefined ? rcodesOf(word) : `${rcodesOf(word)}, ${extendedErrorText(error)}`;
}
