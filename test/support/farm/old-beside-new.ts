import { connect } from 'node:net';
import type { Flight } from './flight.ts';
import type { FarmServer } from './listener.ts';
import { startPaperServer } from './paper-server.ts';
import { startTlsServer, type TlsServerOptions } from './tls-server.ts';

/**
 * A server that is current for clients of today and by a hand-written flight for those of TLS 1.2 and older: what a
 * library would not send. Clients of TLS 1.3 are told by the session ID that they all send (RFC 8446 §D.4).
 */
export async function startOldBesideNew(settings: TlsServerOptions, old: Flight): Promise<FarmServer> {
  const current = await startTlsServer(settings);
  const front = await startPaperServer({
    suites: { 771: [0xc02f] },
    flight: () => ({ certificates: settings.chain, ...old }),
    first(socket, bytes) {
      if (bytes[0] !== 22 || bytes[43] === 0) return false;
      const behind = connect({ host: current.address, port: current.port });
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
      behind.write(bytes);
      socket.pipe(behind).pipe(socket);
      return true;
    },
  });
  return {
    ...front,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await current[Symbol.asyncDispose]();
    },
  };
}
