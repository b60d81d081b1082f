import type { Duplex } from 'node:stream';
import { acceptFor } from '../../../src/net/websocket/handshake.ts';
import type { Exchange, HttpAnswer } from './http-server.ts';

/** Headers to change in a sound 101 answer; null takes one out. */
export type UpgradeChanges = Readonly<Record<string, string | null>>;

/** Answers the handshake as a library would, or not quite, then does `then` with the open connection. */
export function upgrades(
  changes: UpgradeChanges = {},
  then: (open: Exchange) => void = echoesPings,
): HttpAnswer {
  return (exchange) => {
    const { socket, request } = exchange;
    const headers: UpgradeChanges = {
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Accept': acceptFor(request.headers['sec-websocket-key'] ?? ''),
      ...changes,
    };
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      value === null ? [] : [`${name}: ${value}`],
    );
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    then(exchange);
  };
}

/** One frame as a server sends it: not masked. Opcode 1 text, 8 close, 9 ping, 10 pong. */
export function serverFrame(opcode: number, payload: string | Uint8Array = '', first = 0x80): Buffer {
  const bytes = Buffer.from(payload as string);
  return Buffer.concat([Buffer.from([first | opcode, bytes.length]), bytes]);
}

/** A close frame (RFC 6455 §5.5.1); without a code an empty one. */
export function closeFrame(code: number | null, reason = ''): Buffer {
  if (code === null) return serverFrame(8);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return serverFrame(8, Buffer.concat([head, Buffer.from(reason)]));
}

/** Answers the first ping, after whatever stands in `before`, and closes when the client does. */
export function echoesPings({ socket }: Exchange, before: Uint8Array = Buffer.alloc(0)): void {
  socket.write(before);
  socket.on('data', (chunk: Buffer) => {
    for (const { opcode, payload } of clientFrames(chunk)) {
      if (opcode === 9) socket.write(serverFrame(10, payload));
      if (opcode === 8) socket.end(serverFrame(8, payload));
    }
  });
}

/** Sends these bytes as soon as the connection is open and does nothing else. */
export function says(bytes: Uint8Array, ending: 'stay' | 'close' = 'stay'): (open: Exchange) => void {
  return ({ socket }) => {
    socket.write(bytes);
    if (ending === 'close') endSoon(socket);
  };
}

function endSoon(socket: Duplex): void {
  socket.end();
}

/** Short frames only, as our client sends them; one chunk holds them whole on loopback. */
function clientFrames(chunk: Buffer): readonly { readonly opcode: number; readonly payload: Uint8Array }[] {
  const frames: { opcode: number; payload: Uint8Array }[] = [];
  for (let at = 0; at + 6 <= chunk.length; ) {
    const length = (chunk[at + 1] ?? 0) & 0x7f;
    const mask = chunk.subarray(at + 2, at + 6);
    const payload = Uint8Array.from(
      chunk.subarray(at + 6, at + 6 + length),
      (octet, index) => octet ^ (mask[index % 4] ?? 0),
    );
    frames.push({ opcode: (chunk[at] ?? 0) & 0x0f, payload });
    at += 6 + length;
  }
  return frames;
}
