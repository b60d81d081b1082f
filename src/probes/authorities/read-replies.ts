import { followAliases } from '../../net/dns/aliases.ts';
import type { DnsRecord } from '../../net/dns/answer.ts';
import type { DirectReply } from '../../net/dns/ask-directly.ts';
import { startOfAuthority } from '../../net/dns/start-of-authority.ts';
import type { ApexSaid, RecordsSaid } from './authority-facts.ts';

export function apexSaid(reply: DirectReply, zone: string): ApexSaid {
  const soa = startOfAuthority(reply.answers.filter(({ name }) => name === zone));
  const { rcode, authoritative, recursionAvailable, truncated } = reply;
  return {
    rcode,
    authoritative,
    recursionAvailable,
    truncated,
    serial: soa?.serial ?? null,
    primary: soa?.primary ?? null,
    refresh: soa?.refresh ?? null,
    referral: referralOf(reply),
  };
}

export function recordsSaid(reply: DirectReply, name: string, type: 'A' | 'AAAA'): RecordsSaid {
  const { aliases, end } = followAliases(name, reply.answers);
  const addresses = reply.answers.filter((record) => record.type === type && record.name === end);
  const ttls = [...aliases, ...addresses].map(({ ttl }) => ttl);
  return {
    rcode: reply.rcode,
    authoritative: reply.authoritative,
    aliases: aliases.map(({ target }) => target),
    data: dataOf(addresses, type),
    ttl: ttls.length === 0 ? null : Math.min(...ttls),
    notAlone: isNotAlone(name, reply.answers),
    referral: referralOf(reply),
  };
}

/** An alias beside other data, or two aliases of one name: RFC 1034 §3.6.2 allows neither. */
function isNotAlone(name: string, answers: readonly DnsRecord[]): boolean {
  const own = answers.filter((record) => record.name === name && record.type !== 'RRSIG');
  const targets = dataOf(own, 'CNAME');
  return targets.length > 1 || (targets.length === 1 && own.some(({ type }) => type !== 'CNAME'));
}

/** Names of the NS records the zone itself owns; null when the reply does not speak with authority. */
export function ownNameServers(reply: DirectReply, zone: string): readonly string[] | null {
  if (!reply.authoritative || reply.rcode !== 'NOERROR') return null;
  const names = dataOf(
    reply.answers.filter(({ name }) => name === zone),
    'NS',
  );
  return names.length === 0 ? null : names;
}

/** The zone an answer without records sends us to. */
export function referralOf({ answers, authority, authoritative }: DirectReply): string | null {
  if (answers.length > 0 || authoritative) return null;
  return authority.find(({ type }) => type === 'NS')?.name ?? null;
}

function dataOf(records: readonly DnsRecord[], type: string): readonly string[] {
  return [...new Set(records.filter((record) => record.type === type).map(({ data }) => data))].toSorted();
}
