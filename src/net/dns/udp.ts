import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type DnsMessage, readMessage } from './message.ts';
import { isReplyTo, type Query } from './query.ts';
import type { DnsServer } from './servers.ts';

/** What became of one query at one server. */
export type Exchange =
  | { readonly answered: true; readonly message: DnsMessage }
  | { readonly answered: false; readonly reason: ExchangeFailure; readonly detail: string };

export type ExchangeFailure = 'stopped' | 'port-unreachable' | 'unreachable' | 'malformed';

/**
 * Sends the query from a fresh random port and waits for its reply until `signal` aborts (`stopped`). The socket is
 * connected, so the kernel drops what other addresses send and tells of a closed port.
 */
export function exchangeUdp(server: DnsServer, query: Query, signal: AbortSignal): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const socket = createSocket(isIPv6(server.ip) ? 'udp6' : 'udp4');
  let strangers = 0;
  let open = true;
  function settle(exchange: Exchange): void {
    if (!open) return;
    open = false;
    signal.removeEventListener('abort', stop);
    socket.close();
    resolve(exchange);
  }
  function stop(): void {
    const were =
      strangers === 1
        ? 'packet that was no reply to our query was'
        : 'packets that were no reply to our query were';
    const ignored = strangers === 0 ? '' : `; ${strangers} ${were} ignored`;
    settle({ answered: false, reason: 'stopped', detail: `no reply${ignored}` });
  }
  function fail(error: NodeJS.ErrnoException): void {
    settle(failureOf(error));
  }
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  socket.on('error', fail);
  socket.on('message', (bytes) => {
    if (bytes.length < 12 || bytes.readUInt16BE(0) !== query.id) {
      strangers += 1;
      return;
    }
    const message = readMessage(bytes, query);
    if (message === null) settle(malformed('the reply is malformed'));
    else if (isReplyTo(query, message)) settle({ answered: true, message });
    else strangers += 1;
  });
  socket.connect(server.port, server.ip, (error?: Error | null) => {
    if (error) fail(error);
    else if (open) socket.send(query.bytes, (failed) => failed && fail(failed));
  });
  return promise;
}

export function malformed(detail: string): Exchange {
  return { answered: false, reason: 'malformed', detail };
}

/** ECONNREFUSED on UDP is an ICMP port unreachable; over TCP it is a closed port. */
export function failureOf(error: NodeJS.ErrnoException): Exchange {
  const reason = error.code === 'ECONNREFUSED' ? 'port-unreachable' : 'unreachable';
  return { answered: false, reason, detail: error.code ?? error.message };
}
