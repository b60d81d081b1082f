import type { DnsMessage } from './message.ts';
import type { Query } from './query.ts';
import type { DnsServer } from './servers.ts';
import { exchangeTcp } from './tcp.ts';
import { type Exchange, exchangeUdp } from './udp.ts';

export type Attempted = { readonly exchange: Exchange; readonly overTcp: boolean };

/** All that one server is asked for one question: UDP, without EDNS if it does not know that, TCP if it does not fit. */
export async function attempt(
  server: DnsServer,
  prepare: (edns: boolean) => Query,
  signal: AbortSignal,
): Promise<Attempted> {
  let edns = true;
  let exchange = await exchangeUdp(server, prepare(edns), signal);
  if (exchange.answered && refusesEdns(exchange.message)) {
    edns = false;
    exchange = await exchangeUdp(server, prepare(edns), signal);
  }
  if (!exchange.answered || !exchange.message.truncated) return { exchange, overTcp: false };
  return { exchange: await exchangeTcp(server, prepare(edns), signal), overTcp: true };
}

/** RFC 6891 §7: a server that does not know OPT says FORMERR; some old ones say NOTIMP. */
function refusesEdns({ rcode, edns }: DnsMessage): boolean {
  return !edns && (rcode === 1 || rcode === 4);
}
