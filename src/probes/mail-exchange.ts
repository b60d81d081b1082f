import { learned, notAsked, type ProbeOutcome } from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import { dnsProbe } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { tcpProbe } from './tcp.ts';
import { tlsProbe } from './tls.ts';

/** Where the mail of the name goes, looked up only where the name itself takes none. */
export type MailExchangeFacts = {
  readonly name: string;
  /** By preference, the first asked first; empty: the name itself (RFC 5321 §5.1). "." alone: it takes no mail (RFC 7505). */
  readonly exchanges: readonly { readonly preference: number; readonly host: string }[];
};

const perLookupMs = 2000;
const mostExchanges = 10;

export const mailExchangeProbe = defineProbe({
  name: 'mail-exchange',
  layer: 'dns',
  rung: { label: 'MX', covers: [], always: false },
  needs: {},
  after: { dns: dnsProbe, tcp: tcpProbe, tls: tlsProbe },
  only: ['all'],
  deadlineMs: 12_000,
  notApplicable(target) {
    return target.scheme === 'smtp' && target.hostKind === 'name' && target.address === null
      ? null
      : 'only the name of a mail domain has MX records';
  },
  describe({ exchanges }: MailExchangeFacts) {
    return exchanges.length === 0 ? 'none' : exchanges.map(({ host }) => host).join(', ');
  },
  async run(target, { dns, tcp, tls }, context): Promise<ProbeOutcome<MailExchangeFacts>> {
    if (dns.status === 'ok' && tcp.status === 'ok' && tls.status === 'ok')
      return notAsked('the host itself speaks SMTP');
    return lookUp(target, context);
  },
});

async function lookUp(
  { host }: Target,
  { network, signal, budgetMs }: ProbeContext,
): Promise<ProbeOutcome<MailExchangeFacts>> {
  const answer = await network.dns.ask(
    { name: host, type: 'MX' },
    { signal, timeoutMs: budgetMs(perLookupMs) },
  );
  // Without an answer there is nothing to add to what failed already.
  if (answer.status !== 'answered') return notAsked('the resolver did not say');
  const exchanges = answer.records.flatMap(({ type, data }) => {
    const read = type === 'MX' ? /^(\d{1,5}) (\S+)$/.exec(data) : null;
    if (read === null) return [];
    const name = (read[2] ?? '').toLowerCase();
    return [{ preference: Number(read[1]), host: name === '.' ? '.' : name.replace(/\.$/, '') }];
  });
  const sorted = exchanges.toSorted((one, other) => one.preference - other.preference);
  return learned({ name: host, exchanges: sorted.slice(0, mostExchanges) });
}
