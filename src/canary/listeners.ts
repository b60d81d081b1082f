import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { writePem } from '../pki/files/pem/pem.ts';
import type { Forged } from './forge.ts';

/** The only address the canary is at, and the only one its engine may dial. */
export const canaryAddress = '127.0.0.1';

export type Listener = AsyncDisposable & { readonly port: number };

/** A TLS server that shows this certificate and answers each request alike. */
export function listenWith({ der, key }: Forged): Promise<Listener> {
  const server = createTlsServer({
    cert: writePem(der),
    key: key.export({ type: 'pkcs8', format: 'pem' }),
    ALPNProtocols: ['http/1.1'],
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });
  return listening(server);
}

/** Publishes what `list` returns, at any path. */
export function publish(list: () => Buffer): Promise<Listener> {
  return listening(
    createHttpServer((_request, response) => {
      const body = list();
      response.writeHead(200, {
        'content-type': 'application/pkix-crl',
        'content-length': body.length,
        connection: 'close',
      });
      response.end(body);
    }),
  );
}

async function listening(server: Server): Promise<Listener> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(0, canaryAddress);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
