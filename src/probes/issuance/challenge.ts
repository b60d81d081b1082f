import { followAliases } from '../../net/dns/aliases.ts';
import type { DnsAnswer } from '../../net/dns/answer.ts';
import { isRegistry } from '../../pki/names/public-suffix.ts';
import type { ProbeContext } from '../probe.ts';

/** Where a CA would look for the answer to a DNS-01 challenge (RFC 8555 §8.4), and whether that can be asked at all. */
export type ChallengeName = {
  /** `_acme-challenge.example.org`. */
  readonly name: string;
  /** Where an alias leads; null: it is none. */
  readonly alias: string | null;
  /**
   * `gone`: the alias leads below a name that nobody has registered. `failing`: an error, or silence. `unknown`: nothing
   * can be said. No records there is `fine`: clients write them when they renew.
   */
  readonly fate: 'fine' | 'gone' | 'loop' | 'failing' | 'unknown';
  /** "SERVFAIL from 192.0.2.53:53", "timeout". */
  readonly said: string;
  readonly server: string | null;
};

const perLookupMs = 2000;

export async function lookAtChallenge(
  owner: string,
  { network, signal, budgetMs }: ProbeContext,
): Promise<ChallengeName> {
  const name = `_acme-challenge.${owner}`;
  const answer = await network.dns.ask({ name, type: 'TXT' }, { signal, timeoutMs: budgetMs(perLookupMs) });
  if (answer.status === 'no-answer') {
    const fate = answer.reason === 'aborted' ? 'unknown' : 'failing';
    return { name, alias: null, fate, said: answer.reason, server: null };
  }
  const { aliases, loop, end } = followAliases(name, answer.records);
  return {
    name,
    alias: aliases.length === 0 ? null : end,
    fate: loop ? 'loop' : fateOf(answer, aliases.length > 0),
    said: `${answer.rcode} from ${answer.server}`,
    server: answer.server,
  };
}

function fateOf(answer: Extract<DnsAnswer, { status: 'answered' }>, isAlias: boolean): ChallengeName['fate'] {
  switch (answer.rcode) {
    case 'NOERROR':
      return 'fine';
    case 'NXDOMAIN':
      return isAlias && isUnregistered(answer) ? 'gone' : 'fine';
    default:
      return 'failing';
  }
}

/** The denial comes from a registry or from the root (RFC 2308 §5): no zone of anybody stands between. */
function isUnregistered({ authority }: Extract<DnsAnswer, { status: 'answered' }>): boolean {
  const zone = authority.find(({ type }) => type === 'SOA')?.name;
  return zone !== undefined && (zone === '' || zone === '.' || isRegistry(zone));
}
