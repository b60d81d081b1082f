import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import { realNow } from '../diagnosing.ts';
import { type FarmServer, type Place, startServer } from './listener.ts';
import { type Identity, keyPemOf, pemOf } from './tls-server.ts';

/** What is done with one request over HTTP/2: answer it, reset it, end the session. */
export type Http2Answer = (stream: ServerHttp2Stream, head: IncomingHttpHeaders) => void;

type Settings = Place &
  Identity & {
    /** Over HTTP/1.1 the same server answers 200; false: it is not offered. */
    readonly http1?: boolean;
    readonly http1Headers?: Readonly<Record<string, string>>;
  };

/** A real HTTP/2 server that offers HTTP/1.1 beside it. */
export function startHttp2Server(answer: Http2Answer, settings: Settings): Promise<FarmServer> {
  const { chain, key, http1 = true, http1Headers = {} } = settings;
  const server = createSecureServer({ cert: pemOf(chain), key: keyPemOf(key), allowHTTP1: http1 });
  server.on('request', (request, response) => {
    if (request.httpVersionMajor !== 1) return;
    response.writeHead(200, { date: realNow.toUTCString(), ...http1Headers });
    response.end('over HTTP/1.1');
  });
  // After the line above, which makes Node listen to each stream itself: `answer` may undo that.
  server.on('stream', (stream, head) => {
    stream.on('error', () => undefined);
    answer(dated(stream), head);
  });
  server.on('sessionError', () => undefined);
  server.on('tlsClientError', () => undefined);
  // It is a tls.Server, though its type is another.
  return startServer(server as never, settings);
}

/** The clock of an engine under test stands still: by Node's own Date a server is ahead of it in a long run. */
export function dated(stream: ServerHttp2Stream): ServerHttp2Stream {
  const respond = stream.respond.bind(stream);
  stream.respond = (head, options) => respond({ date: realNow.toUTCString(), ...head }, options);
  return stream;
}

/** Chooses h2 in the handshake and then does `behave` with the bytes; HTTP/1.1 is answered 200. */
export function startFramesServer(
  behave: (socket: Socket) => void,
  { chain, key, ...place }: Place & Identity,
): Promise<FarmServer> {
  const server = createServer({
    cert: pemOf(chain),
    key: keyPemOf(key),
    ALPNProtocols: ['h2', 'http/1.1'],
    noDelay: true,
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    if (socket.alpnProtocol === 'h2') {
      socket.resume();
      behave(socket);
      return;
    }
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'),
    );
  });
  return startServer(server, place);
}

/** RFC 9113 §4.1. */
export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}
