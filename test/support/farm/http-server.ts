import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { type FarmServer, type Place, startServer } from './listener.ts';
import { type Identity, keyPemOf, pemOf } from './tls-server.ts';

/** One request as it stood on the wire. Header names are lower case. */
export type FarmRequest = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** One request and the means to answer it, badly too. */
export type Exchange = {
  /** Plain or TLS; write whatever you like. */
  readonly socket: Socket;
  readonly request: FarmRequest;
  /** RST of the TCP connection, underneath TLS if need be. */
  reset(): void;
  /** Fires when the server is disposed of. */
  readonly signal: AbortSignal;
};

export type HttpAnswer = (exchange: Exchange) => void;

export type HttpServer = FarmServer & {
  /** Every request received, in order. */
  requests(): readonly FarmRequest[];
};

/** Protocols of ALPN by its own preference; whatever it chooses, it answers HTTP/1.1. */
type Choosing = { readonly alpn?: readonly string[] };

/**
 * An HTTP/1.1 server, over TLS when an identity is given, that leaves the answer to `answer`; see http-answers.ts.
 *
 *     await using server = await startHttpServer(answersStatus(503, { 'retry-after': '30' }), { chain: [leaf], key });
 */
export async function startHttpServer(
  answer: HttpAnswer,
  settings: Place & Partial<Identity> & Choosing = {},
): Promise<HttpServer> {
  const seen: FarmRequest[] = [];
  const ending = new AbortController();
  const { signal } = ending;
  const serve = (socket: Socket, transport: Socket | undefined) => {
    socket.on('error', () => undefined);
    onHead(socket, (head) => {
      const request = requestOf(head);
      seen.push(request);
      answer({ socket, request, reset: () => transport?.resetAndDestroy(), signal });
    });
  };
  const server = await startServer(listenerFor(serve, settings), settings, () => ending.abort());
  return { ...server, requests: () => seen };
}

function listenerFor(
  serve: (socket: Socket, transport: Socket | undefined) => void,
  { chain, key, alpn = ['http/1.1'] }: Partial<Identity> & Choosing,
): Server {
  if (chain === undefined || key === undefined) {
    return createPlainServer({ noDelay: true }, (socket) => serve(socket, socket));
  }
  const server = createServer({
    cert: pemOf(chain),
    key: keyPemOf(key),
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ALPNProtocols: [...alpn],
    noDelay: true,
  });
  // A TLS socket cannot be reset: the TCP socket underneath is found again by the client's port.
  const transports = new Map<number | undefined, Socket>();
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort;
    transports.set(port, socket);
    socket.once('close', () => transports.delete(port));
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => serve(socket, transports.get(socket.remotePort)));
  return server;
}

function onHead(socket: Socket, then: (head: string) => void): void {
  let text = '';
  socket.on('data', function collect(chunk) {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    socket.off('data', collect);
    socket.resume();
    then(text.slice(0, end));
  });
}

function requestOf(head: string): FarmRequest {
  const [line = '', ...fields] = head.split('\r\n');
  const [method = '', path = ''] = line.split(' ');
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { method, path, headers: Object.fromEntries(headers) };
}
