import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { status as codes, Server, ServerCredentials } from '@grpc/grpc-js';
import { dated } from './http2-server.ts';
import { type FarmServer, type Place, startServer } from './listener.ts';
import { type Identity, keyPemOf, pemOf } from './tls-server.ts';

/** What grpc-js does with the health service; anything else than a number is a status to end with. */
export type Health = (service: string) => number | { readonly code: number; readonly details?: string };

/** A server of the real library with a health service of its own; null: none. */
export async function startGrpcServer(
  health: Health | null,
  identity: Identity | null = null,
): Promise<FarmServer> {
  const server = new Server();
  if (health !== null) server.addService(healthService, { check: checkWith(health) });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync('127.0.0.1:0', credentialsOf(identity), (error, port) => {
    if (error === null) resolve(port);
    else reject(error);
  });
  const port = await promise;
  return {
    address: '127.0.0.1',
    port,
    connections: () => 0,
    async [Symbol.asyncDispose]() {
      server.forceShutdown();
    },
  };
}

function credentialsOf(identity: Identity | null): ServerCredentials {
  if (identity === null) return ServerCredentials.createInsecure();
  const pair = {
    cert_chain: Buffer.from(pemOf(identity.chain)),
    private_key: Buffer.from(keyPemOf(identity.key)),
  };
  return ServerCredentials.createSsl(null, [pair]);
}

/** The one method, its two messages by hand as in health.proto. */
const healthService = {
  check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    // An object: the library takes "" for no message at all.
    requestDeserialize: (bytes: Buffer) => ({
      service: bytes.subarray((bytes[1] ?? 0) < 128 ? 2 : 3).toString('utf8'),
    }),
    responseSerialize: (serving: number) => Buffer.from([0x08, serving]),
    responseDeserialize: (bytes: Buffer) => bytes[1] ?? 0,
  },
} as const;

type Answered = (error: { code: number; details: string } | null, serving?: number) => void;

function checkWith(health: Health) {
  return ({ request }: { readonly request: { readonly service: string } }, done: Answered): void => {
    const answer = health(request.service);
    if (typeof answer === 'number') done(null, answer);
    else done({ details: codes[answer.code] ?? '', ...answer });
  };
}

/** Any HTTP/2 server: what `answer` does with each stream. Over TLS with `alpn` (h2 unless given; empty: none). */
export function startHttp2Server(
  answer: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
  { chain, key, ...place }: Place & Partial<Identity> = {},
): Promise<FarmServer> {
  const server =
    chain === undefined || key === undefined
      ? createServer()
      : createSecureServer({ cert: pemOf(chain), key: keyPemOf(key) });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    // Once the call is there, as servers do; curl 7.88 loses the head of an answer that overtakes its own upload.
    stream.on('end', () => answer(dated(stream), headers));
    stream.resume();
  });
  server.on('sessionError', () => undefined);
  return startServer(server, place);
}

const contentType = { 'content-type': 'application/grpc' };

/** Headers, a message and trailers as they are given. */
export function answersCall(message: Uint8Array, trailers: Readonly<Record<string, string>>) {
  return (stream: ServerHttp2Stream): void => {
    stream.respond({ ':status': 200, ...contentType }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ ...trailers }));
    stream.end(message);
  };
}

/** Trailers-Only: one header block with the status in it. */
export function answersStatusOnly(code: number | string, message = '') {
  return (stream: ServerHttp2Stream): void => {
    const said = message === '' ? {} : { 'grpc-message': message };
    stream.respond(
      { ':status': 200, ...contentType, 'grpc-status': String(code), ...said },
      { endStream: true },
    );
  };
}

/** An answer of the web, without anything of gRPC. */
export function answersPage(status: number) {
  return (stream: ServerHttp2Stream): void => {
    stream.respond({ ':status': status, 'content-type': 'text/html', server: 'nginx' });
    stream.end('<html></html>');
  };
}

export function resetsCall(code: number) {
  return (stream: ServerHttp2Stream): void => stream.close(code);
}
