import type { Evidence } from '../../../core/finding.ts';
import type { DnsFacts, DnsLookup } from '../../../probes/dns.ts';
import { evidence, listed } from '../evidence.ts';

export type DnsAnswer = DnsLookup['a'];

/** Why a lookup brought no address. Exactly one, so that two rules never tell two stories about one name. */
export type DnsFate =
  | 'cname-loop'
  | 'cname-dangling'
  | 'nxdomain'
  | 'dnssec-bogus'
  | 'servfail'
  | 'refused'
  | 'tcp-blocked'
  | 'timeout'
  | 'resolver-error'
  | 'no-address'
  /** The run ended before an answer came. */
  | 'unseen';

/** Null when there are addresses, or when DNS was not asked. */
export function fateOfLookup({ addresses, lookup }: DnsFacts): DnsFate | null {
  if (lookup === null || addresses.length > 0) return null;
  if (lookup.aliasLoop) return 'cname-loop';
  const answers = [lookup.a, lookup.aaaa];
  const rcodes = answers.map(rcodeOf);
  const aliased = lookup.aliases.length > 0;
  if (rcodes.includes('NXDOMAIN')) return aliased ? 'cname-dangling' : 'nxdomain';
  if (rcodes.includes('SERVFAIL')) return isBogus(lookup) ? 'dnssec-bogus' : 'servfail';
  if (rcodes.includes('REFUSED')) return 'refused';
  if (truncatedTries(lookup).length > 0) return 'tcp-blocked';
  if (rcodes.includes(null)) return answers.every(wasAborted) ? 'unseen' : 'timeout';
  if (rcodes.some((rcode) => rcode !== 'NOERROR')) return 'resolver-error';
  return aliased ? 'cname-dangling' : 'no-address';
}

type Tried = Extract<DnsAnswer, { readonly status: 'no-answer' }>['tried'];

/** Resolvers that sent us on to TCP and were not to be had there. */
export function truncatedTries({ a, aaaa }: DnsLookup): Tried {
  return [a, aaaa]
    .flatMap((answer) => (answer.status === 'no-answer' ? answer.tried : []))
    .filter(({ truncated }) => truncated === true);
}

/** SERVFAIL, and an answer as soon as the resolver is told not to validate (RFC 4035 §3.2.2). */
function isBogus({ a, unvalidated }: DnsLookup): boolean {
  if (rcodeOf(a) !== 'SERVFAIL' || unvalidated === null) return false;
  const rcode = rcodeOf(unvalidated);
  return rcode === 'NOERROR' || rcode === 'NXDOMAIN';
}

export function rcodeOf(answer: DnsAnswer): string | null {
  return answer.status === 'answered' ? answer.rcode : null;
}

function wasAborted(answer: DnsAnswer): boolean {
  return answer.status === 'no-answer' && answer.reason === 'aborted';
}

/** "NXDOMAIN from 192.0.2.53:53", "timeout". */
export function answerText(answer: DnsAnswer): string {
  return answer.status === 'answered'
    ? `${answer.rcode} from ${answer.server}`
    : `no answer: ${answer.reason}`;
}

export function lookupEvidence(lookup: DnsLookup): readonly Evidence[] {
  return [
    evidence('A', answerText(lookup.a)),
    evidence('AAAA', answerText(lookup.aaaa)),
    ...aliasEvidence(lookup),
    ...extendedErrorEvidence(lookup),
  ];
}

function aliasEvidence({ aliases }: DnsLookup): readonly Evidence[] {
  const first = aliases[0];
  if (first === undefined) return [];
  return [evidence('aliases', [first.name, ...aliases.map(({ target }) => target)].join(' -> '))];
}

export function extendedErrorEvidence({ extendedErrors }: DnsLookup): readonly Evidence[] {
  return [...new Set(extendedErrors.map(extendedErrorText))]
    .slice(0, 4)
    .map((text) => evidence('extended error', text));
}

export function extendedErrorText({ code, name, text }: DnsLookup['extendedErrors'][number]): string {
  return `${code} (${name})${text === '' ? '' : `: ${text}`}`;
}

/** The server to show it at: the one that answered, else the first asked. */
export function serverOf(lookup: DnsLookup, answer: DnsAnswer = lookup.a): string | undefined {
  return answer.status === 'answered' ? answer.server : lookup.servers[0];
}

export function serversText(lookup: DnsLookup): string {
  return lookup.servers.length === 0 ? 'none' : listed(lookup.servers);
}
