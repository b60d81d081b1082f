import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { shakeHandsOurselves } from '../../../../src/net/tls/own-client/shake-hands.ts';
import { forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import type { FarmServer } from '../../../support/farm/listener.ts';
import { cutFlight, silentAfterHandshake } from '../../../support/farm/proxies.ts';
import { acceptAndStaySilent, closeAfterHello, sendsAlert } from '../../../support/farm/raw-servers.ts';
import { identityOf, startTlsServer } from '../../../support/farm/tls-server.ts';
import { tls12Only } from '../../../support/farm/tls-variants.ts';

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout)/.test(kind)).length;
}

test('handshakes of mixed fates leave nothing open, the last of each aborted', async () => {
  const before = openHandles();
  const now = new Date();
  const healthy = identityOf(forgeLeaf(forgeRoot({ now }), { now }));
  const sockets: Socket[] = [];
  {
    await using whole = await startTlsServer(healthy);
    await using mute = await silentAfterHandshake(whole);
    await using old = await tls12Only(healthy);
    await using cut = await cutFlight(whole, { bytes: 400, ending: 'reset' });
    await using silent = await acceptAndStaySilent();
    await using closed = await closeAfterHello();
    await using alert = await sendsAlert(40);
    const servers = [whole, mute, old, cut, silent, closed, alert];
    const outcomes = await Promise.all(
      servers.flatMap((server) =>
        [0, 1, 2].map((turn) => meet(server, turn, server === silent ? 50 : 10_000)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome?.completed)).toHaveLength(4);
    await Promise.all(sockets.filter((socket) => !socket.closed).map((socket) => once(socket, 'close')));
  }
  // The event loop lets go of a closed handle at the end of a turn.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(openHandles()).toBeLessThanOrEqual(before);

  async function meet(server: FarmServer, turn: number, timeoutMs: number) {
    const socket = connect({ host: server.address, port: server.port }).pause();
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const signal = turn === 2 ? AbortSignal.abort() : new AbortController().signal;
    return shakeHandsOurselves(socket, { serverName: 'site.test', alpn: [], timeoutMs, signal });
  }
});

test('a server that keeps its side open is left with the signal', async () => {
  const now = new Date();
  const healthy = identityOf(forgeLeaf(forgeRoot({ now }), { now }));
  await using server = await startTlsServer({ ...healthy, options: { allowHalfOpen: true } });
  const socket = connect({ host: server.address, port: server.port }).pause();
  await once(socket, 'connect');
  const stop = new AbortController();
  const { signal } = stop;
  await shakeHandsOurselves(socket, { serverName: null, alpn: [], timeoutMs: 10_000, signal });
  expect(socket.destroyed).toBe(false);
  stop.abort();
  expect(socket.destroyed).toBe(true);
});
