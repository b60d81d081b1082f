import { connect } from 'node:net';
import { readMessage } from './message.ts';
import { isReplyTo, type Query } from './query.ts';
import type { DnsServer } from './servers.ts';
import { type Exchange, failureOf, malformed } from './udp.ts';

/** The query over TCP (RFC 7766), its reply at most the 65,535 octets that the length prefix can say. */
export function exchangeTcp(server: DnsServer, query: Query, signal: AbortSignal): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const socket = connect({ host: server.ip, port: server.port, autoSelectFamily: false });
  const parts: Buffer[] = [];
  let received = 0;
  function settle(exchange: Exchange): void {
    signal.removeEventListener('abort', stop);
    socket.destroy();
    resolve(exchange);
  }
  function stop(): void {
    settle({ answered: false, reason: 'stopped', detail: 'no reply over TCP' });
  }
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  socket.setNoDelay(true);
  socket.on('error', (error) => settle(failureOf(error)));
  socket.on('end', () => settle(malformed('the TCP connection was closed before the reply was complete')));
  socket.on('data', (part) => {
    parts.push(part);
    received += part.length;
    const length = received < 2 ? Number.POSITIVE_INFINITY : prefixOf(parts);
    if (received >= 2 + length) settle(replyIn(Buffer.concat(parts).subarray(2, 2 + length), query));
  });
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(query.bytes.length);
  socket.write(Buffer.concat([prefix, query.bytes]));
  return promise;
}

function prefixOf(parts: Buffer[]): number {
  const [first] = parts;
  if (first !== undefined && first.length >= 2) return first.readUInt16BE(0);
  // A server may send the prefix one octet at a time.
  const joined = Buffer.concat(parts);
  parts.splice(0, parts.length, joined);
  return joined.readUInt16BE(0);
}

function replyIn(bytes: Buffer, query: Query): Exchange {
  const message = readMessage(bytes, query);
  if (message === null) return malformed('the reply over TCP is malformed');
  if (!isReplyTo(query, message)) return malformed('the reply over TCP is to another question');
  return { answered: true, message };
}
