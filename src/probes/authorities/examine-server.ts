import { askDirectly, type DirectReply, type DirectSilence } from '../../net/dns/ask-directly.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { AuthorityLook, AuthorityReplies } from './authority-facts.ts';
import { apexSaid, ownNameServers, recordsSaid } from './read-replies.ts';

export type Examination = {
  readonly zone: string;
  /** The name whose addresses are asked for. */
  readonly asked: string;
  readonly signal: AbortSignal;
  /** Milliseconds for one try at one server. */
  readonly perTryMs: number;
};

type Reply = DirectReply | DirectSilence;

/** Everything one address of a name server is asked, at once: each question is one packet. */
export async function examineServer(to: AllowedAddress, examination: Examination): Promise<AuthorityLook> {
  const { zone, asked } = examination;
  const over = (transport: 'udp' | 'tcp', name: string, type: string, edns = true) =>
    askDirectly(
      to,
      { name, type },
      { transport, edns, signal: examination.signal, timeoutMs: examination.perTryMs },
    );
  const [soa, a, aaaa, ns, tcp] = await Promise.all([
    over('udp', zone, 'SOA'),
    over('udp', asked, 'A'),
    over('udp', asked, 'AAAA'),
    over('udp', zone, 'NS'),
    over('tcp', zone, 'SOA'),
  ]);
  const heard = [soa, a, aaaa, ns].some((reply) => reply.status === 'replied' && !refusesEdns(reply));
  if (heard && soa.status === 'replied') {
    // A server may be busy for a moment; what it says twice it means.
    const sure = soa.rcode === 'SERVFAIL' ? first(await over('udp', zone, 'SOA'), soa) : soa;
    return look({ soa: sure.status === 'replied' ? sure : soa, a, aaaa, ns, tcp }, 'fine', examination);
  }
  // Once more, and without EDNS beside it: an old server or firewall may know or let pass that only.
  const [soaAgain, plainSoa, plainA, plainAaaa, plainNs] = await Promise.all([
    over('udp', zone, 'SOA'),
    over('udp', zone, 'SOA', false),
    over('udp', asked, 'A', false),
    over('udp', asked, 'AAAA', false),
    over('udp', zone, 'NS', false),
  ]);
  if (soaAgain.status === 'replied' && !refusesEdns(soaAgain)) {
    const lately = {
      soa: soaAgain,
      a: first(a, plainA),
      aaaa: first(aaaa, plainAaaa),
      ns: first(ns, plainNs),
    };
    return look({ ...lately, tcp }, 'fine', examination);
  }
  if (plainSoa.status === 'replied') {
    const plain = { soa: plainSoa, a: plainA, aaaa: plainAaaa, ns: plainNs, tcp };
    return look(plain, soa.status === 'replied' ? 'refused' : 'dropped', examination);
  }
  if (soa.status === 'replied') return look({ soa, a, aaaa, ns, tcp }, 'fine', examination);
  // Over TCP alone: a firewall that knows DNS as UDP turned around; still it is there.
  if (tcp.status === 'replied') return { kind: 'silent', reason: 'UDP is dropped, TCP answers', sure: true };
  const sure = !examination.signal.aborted && [soaAgain, plainSoa].every(isSure);
  return { kind: 'silent', reason: reasonOf(soaAgain), sure };
}

/** RFC 6891 §7: FORMERR or NOTIMP without OPT is how servers of old say that they do not know it. */
function refusesEdns({ rcode, edns }: DirectReply): boolean {
  return !edns && (rcode === 'FORMERR' || rcode === 'NOTIMP');
}

function first(one: Reply, other: Reply): Reply {
  return one.status === 'replied' ? one : other;
}

function isSure(reply: Reply): boolean {
  return reply.status === 'silent' && reply.reason !== 'aborted' && reply.reason !== 'unreachable';
}

function reasonOf(reply: Reply): string {
  if (reply.status === 'replied') return 'answered late';
  return reply.reason === 'timeout' ? 'no reply' : `${reply.reason}: ${reply.detail}`;
}

type Replies = {
  readonly soa: DirectReply;
  readonly a: Reply;
  readonly aaaa: Reply;
  readonly ns: Reply;
  readonly tcp: Reply;
};

function look(
  { soa, a, aaaa, ns, tcp }: Replies,
  edns: AuthorityReplies['edns'],
  { zone, asked }: Examination,
): AuthorityLook {
  // Truncated over UDP: the whole answer is the one over TCP, where that came.
  const apex = soa.truncated && tcp.status === 'replied' ? tcp : soa;
  return {
    kind: 'replied',
    elapsedMs: soa.elapsedMs,
    soa: apexSaid(apex, zone),
    a: whole(a) ? recordsSaid(a, asked, 'A') : null,
    aaaa: whole(aaaa) ? recordsSaid(aaaa, asked, 'AAAA') : null,
    ns: whole(ns) ? ownNameServers(ns, zone) : null,
    tcp: overTcp(tcp),
    edns,
    again: null,
  };
}

function whole(reply: Reply): reply is DirectReply {
  return reply.status === 'replied' && !reply.truncated;
}

function overTcp(reply: Reply): AuthorityReplies['tcp'] {
  if (reply.status === 'replied') return 'answered';
  switch (reply.reason) {
    case 'port-unreachable':
      return 'refused';
    case 'timeout':
      return 'silent';
    case 'aborted':
      return 'cut-short';
    case 'malformed':
    case 'unreachable':
      return 'unreachable';
  }
}

/** The same questions after a moment: what changes by itself (rotation, a transfer on its way) is no fault. */
export async function askAgain(
  to: AllowedAddress,
  { zone, asked, signal, perTryMs }: Examination,
): Promise<AuthorityReplies['again']> {
  const ask = (name: string, type: string) =>
    askDirectly(to, { name, type }, { transport: 'udp', edns: true, signal, timeoutMs: perTryMs });
  const [soa, a, aaaa] = await Promise.all([ask(zone, 'SOA'), ask(asked, 'A'), ask(asked, 'AAAA')]);
  if (soa.status !== 'replied') return null;
  return {
    serial: apexSaid(soa, zone).serial,
    behindSince: null,
    a: whole(a) ? recordsSaid(a, asked, 'A') : null,
    aaaa: whole(aaaa) ? recordsSaid(aaaa, asked, 'AAAA') : null,
  };
}
