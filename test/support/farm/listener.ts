import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../processes/free-port.ts';

/** Where to listen; other loopback addresses (127.0.0.2) on one port make a name with several backends. */
export type Place = { readonly host?: string; readonly port?: number };

/** One server of the farm. Disposing of it destroys every socket it accepted and ends every timer it started. */
export type FarmServer = AsyncDisposable & {
  readonly address: string;
  readonly port: number;
  /** TCP connections accepted so far. */
  connections(): number;
};

/** What a raw server does with a connection; `signal` fires when the server is disposed of. */
export type Behaviour = (socket: Socket, signal: AbortSignal) => void;

/** A TCP listener that hands each connection to `behave`. */
export function startListener(behave: Behaviour, place: Place = {}): Promise<FarmServer> {
  const ending = new AbortController();
  const server = createServer({ noDelay: true }, (socket) => behave(socket, ending.signal));
  return startServer(server, place, () => ending.abort());
}

/** Listens with any server built on `net.Server` (`tls.Server` too) and remembers its sockets. */
export async function startServer(
  server: Server,
  place: Place = {},
  onDispose: () => void = () => undefined,
): Promise<FarmServer> {
  const open = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    open.add(socket);
    // A peer that resets is what these servers are for.
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  await listen(server, place);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The farm listens on TCP only.');
  return {
    address: bound.address,
    port: bound.port,
    connections: () => accepted,
    async [Symbol.asyncDispose]() {
      onDispose();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const socket of open) socket.destroy();
      await closed.promise;
    },
  };
}

/** A port of no other address either, unless it is named: what is to stand beside this server may need it there. */
async function listen(server: Server, { host = '127.0.0.1', port }: Place): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      server.listen({ host, port: port ?? (await freePort()) });
      await once(server, 'listening');
      return;
    } catch (error) {
      if (port !== undefined || tries === 10) throw error;
    }
  }
}

/** Calls `then` once, with the first bytes the client sends (its ClientHello, or the head of its request). */
export function afterFirstBytes(socket: Socket, then: (bytes: Buffer) => void): void {
  socket.once('data', then);
}
