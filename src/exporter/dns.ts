import { UserError } from '../core/errors.ts';
import type { Family } from '../core/series.ts';
import { typedWord } from '../core/text/typed-word.ts';
import { askDirectly, type DirectReply } from '../net/dns/ask-directly.ts';
import { typeNumber } from '../net/dns/codes.ts';
import { encodeName } from '../net/dns/domain-name.ts';
import { startOfAuthority } from '../net/dns/start-of-authority.ts';
import { addressGauges } from './address-gauges.ts';
import { gauge, phases } from './gauges.ts';
import { chooseAddress, readTarget } from './looking.ts';
import type { Prober } from './prober.ts';

const dnsPort = 53;

/** Asks the target itself, a name server, over UDP. */
export const probeDns: Prober = async ({ target: typed, query }, looking) => {
  if (query === null)
    throw new UserError('The module dns needs query_name: what to ask the name server for.');
  if (encodeName(query.name) === null)
    throw new UserError(`query_name ${JSON.stringify(typedWord(query.name, 80))} is no domain name.`);
  if (typeNumber(query.type) === null)
    throw new UserError(`query_type ${JSON.stringify(typedWord(query.type, 20))} is no type of record.`);
  const target = readTarget(`tls://${withPort(typed)}`, looking);
  if (target === null) return { success: false, families: dnsGauges(0, 0, null) };
  const chosen = await chooseAddress(target, looking);
  const { address } = chosen;
  if (address === null)
    return { success: false, families: [...addressGauges(chosen), ...dnsGauges(chosen.lookupMs, 0, null)] };
  const answer = await askDirectly(
    address,
    { ...query, recursionDesired: true },
    { transport: 'udp', edns: false, signal: looking.signal, timeoutMs: looking.leftMs() },
  );
  const reply = answer.status === 'replied' ? answer : null;
  looking.say(`probe=dns-query status=${reply?.rcode ?? 'silent'} ms=${Math.round(answer.elapsedMs)}`);
  return {
    success: reply?.rcode === 'NOERROR',
    families: [
      ...addressGauges(chosen),
      ...dnsGauges(chosen.lookupMs, answer.elapsedMs, reply),
      ...(reply !== null && query.type.toUpperCase() === 'SOA' ? [serialGauge(reply)] : []),
    ],
  };
};

function withPort(typed: string): string {
  const hasPort = /^(?:\[[^\]]+\]|[^:]+):\d+$/.test(typed);
  if (hasPort) return typed;
  const bare = typed.includes(':') && !typed.startsWith('[') ? `[${typed}]` : typed;
  return `${bare}:${dnsPort}`;
}

function dnsGauges(lookupMs: number, requestMs: number, reply: DirectReply | null): readonly Family[] {
  return [
    // Nothing is connected over UDP.
    phases('probe_dns_duration_seconds', { connect: 0, request: requestMs, resolve: lookupMs }),
    gauge('probe_dns_answer_rrs', reply?.answers.length ?? 0),
    gauge('probe_dns_authority_rrs', reply?.authority.length ?? 0),
    gauge('probe_dns_additional_rrs', reply?.additional.length ?? 0),
    gauge('probe_dns_query_succeeded', reply !== null),
  ];
}

function serialGauge({ answers }: DirectReply): Family {
  return gauge('probe_dns_serial', startOfAuthority(answers)?.serial ?? 0);
}
