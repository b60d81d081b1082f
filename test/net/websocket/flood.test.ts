import { expect, it } from 'vitest';
import { opcodes } from '../../../src/net/websocket/frames.ts';
import { acceptFor } from '../../../src/net/websocket/handshake.ts';
import { openWebSocket } from '../../../src/net/websocket/open.ts';
import { startListener } from '../../support/farm/listener.ts';
import { serverFrame } from '../../support/farm/websocket-server.ts';
import { allowedAddress, loopbackNetwork, noSignal } from '../../support/loopback.ts';

const pings = 5000;

it('a flood of pings gets one pong for all that came together, and our own ping is still waited for', async () => {
  const heard: Buffer[] = [];
  const { promise: gone, resolve: left } = Promise.withResolvers<void>();
  await using server = await startListener((socket) => {
    socket.once('data', (request) => {
      const key = /Sec-WebSocket-Key: (\S+)/.exec(request.toString('latin1'))?.[1] ?? '';
      const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptFor(key)}\r\n\r\n`;
      const flood = Array.from({ length: pings }, () => serverFrame(opcodes.ping, Buffer.alloc(0)));
      socket.write(Buffer.concat([Buffer.from(head), ...flood]));
      socket.on('data', (bytes) => heard.push(bytes)).on('close', () => left());
    });
  });
  const outcome = await openWebSocket(allowedAddress(server), loopbackNetwork(), {
    tls: null,
    host: 'site.test',
    path: '/',
    protocols: [],
    origin: null,
    timeoutMs: 3000,
    pongMs: 300,
    signal: noSignal(),
  });
  expect(outcome).toMatchObject({ kind: 'opened', conversation: { end: { kind: 'silent' } } });
  await gone;
  // A masked frame without a payload has six octets.
  expect(Buffer.concat(heard).length).toBeLessThan((pings / 10) * 6);
});
