import type { DnsAnswer, DnsClient } from '../../net/dns/answer.ts';
import type { ProbeContext } from '../probe.ts';

/** Names of one certificate share their zones: each question is asked once, and all of them together are bounded. */
export type SharedDns = {
  readonly context: ProbeContext;
  /** Whether any question of this type was answered: only then does silence elsewhere say something about the zone. */
  wasAnswered(type: string): boolean;
};

export function shareDns(context: ProbeContext, most: number): SharedDns {
  const { dns } = context.network;
  const asked = new Map<string, Promise<DnsAnswer>>();
  const answered = new Set<string>();
  const shared: DnsClient = {
    servers: dns.servers,
    async ask(question, options) {
      const { name, type, dnssec = false, checkingDisabled = false } = question;
      const key = [type, dnssec, checkingDisabled, name.toLowerCase()].join(' ');
      const known = asked.get(key);
      if (known !== undefined) return known;
      if (asked.size >= most) return { status: 'no-answer', reason: 'aborted', tried: [], elapsedMs: 0 };
      const asking = dns.ask(question, options);
      asked.set(key, asking);
      const answer = await asking;
      if (isDefinite(answer)) answered.add(type);
      return answer;
    },
  };
  return {
    context: { ...context, network: { ...context.network, dns: shared } },
    wasAnswered: (type) => answered.has(type),
  };
}

function isDefinite(answer: DnsAnswer): boolean {
  return answer.status === 'answered' && (answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN');
}
