import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handshake } from '../../src/net/handshake.ts';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import type { FarmServer } from '../support/farm/listener.ts';
import { cutFlight } from '../support/farm/proxies.ts';
import {
  acceptAndStaySilent,
  closeAfterHello,
  resetAfterHello,
  resetOnAccept,
  sendsAlert,
  speaks,
} from '../support/farm/raw-servers.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { clientCertificateRequired, tls12Only } from '../support/farm/tls-variants.ts';
import { trusting } from '../support/handshaking.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|TLS|Timeout)/.test(kind)).length;
}

test('fifty handshakes of mixed fates leave nothing open and nothing unhandled', async () => {
  const before = openHandles();
  const now = new Date();
  const root = forgeRoot({ now });
  const healthy = identityOf(forgeLeaf(root, { now }), root);
  const secureContext = trusting(root);
  const sockets: Socket[] = [];
  {
    await using whole = await startTlsServer(healthy);
    await using old = await tls12Only(healthy);
    await using demanding = await clientCertificateRequired([root.der], healthy);
    await using cut = await cutFlight(whole, { bytes: 400, ending: 'reset' });
    await using silent = await acceptAndStaySilent();
    await using reset = await resetOnAccept();
    await using resetLater = await resetAfterHello();
    await using closed = await closeAfterHello();
    await using alert = await sendsAlert(40);
    await using other = await speaks('smtp');
    const servers = [whole, old, demanding, cut, silent, reset, resetLater, closed, alert, other];
    const outcomes = await Promise.all(
      servers.flatMap((server) =>
        Array.from({ length: 5 }, (_, turn) => meet(server, turn, server === silent ? 50 : 10_000)),
      ),
    );
    expect(outcomes.filter(({ completed }) => completed)).toHaveLength(12);
    await Promise.all(sockets.filter((socket) => !socket.closed).map((socket) => once(socket, 'close')));
  }
  // The event loop lets go of a closed handle at the end of a turn.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(openHandles()).toBeLessThanOrEqual(before);
  expect(unhandled).toEqual([]);

  async function meet(server: FarmServer, turn: number, timeoutMs: number) {
    const socket = connect({ host: server.address, port: server.port });
    sockets.push(socket);
    // A reset may come with the connection; the handshake is to find it.
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined);
    const stop = new AbortController();
    if (turn === 4) setImmediate(() => stop.abort());
    const options = { serverName: 'site.test', alpn: [], secureContext, timeoutMs };
    return handshake(socket, { ...options, signal: stop.signal });
  }
});
