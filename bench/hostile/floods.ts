import { createServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { answersStatus } from '../../test/support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../../test/support/farm/http-server.ts';
import { frame, startFramesServer } from '../../test/support/farm/http2-server.ts';
import {
  type Behaviour,
  type FarmServer,
  startListener,
  startServer,
} from '../../test/support/farm/listener.ts';
import { type Identity, keyPemOf, pemOf } from '../../test/support/farm/tls-server.ts';
import { upgrades } from '../../test/support/farm/websocket-server.ts';
import { drip, pour } from './pouring.ts';

/** What a server does on purpose to cost a client time and memory; the bench says what it does cost. */
export type Flood = {
  readonly what: string;
  readonly bound: string;
  readonly scheme?: string;
  start(identity: Identity): Promise<FarmServer>;
};

const deadline = 'CHECK_TIMEOUT, 5 s here';

function raw(what: string, bound: string, behave: Behaviour): Flood {
  return {
    what,
    bound,
    start: () => startListener((socket, signal) => void socket.once('data', () => behave(socket, signal))),
  };
}

function answering(what: string, bound: string, answer: HttpAnswer, scheme = 'https'): Flood {
  return { what, bound, scheme, start: (identity) => startHttpServer(answer, identity) };
}

/** The preface of the server, then frames without end. */
function frames(what: string, bound: string, next: (turn: number) => Uint8Array): Flood {
  return {
    ...{ what, bound },
    start: (identity) =>
      startFramesServer((socket) => {
        socket.write(frame(4, 0, 0));
        socket.once('data', () => pour(socket, next));
      }, identity),
  };
}

/** A record of TLS (RFC 8446 §5.1). */
function record(type: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 255]), content]);
}

const full = Buffer.alloc(16_384, 7);
const certificateWithoutEnd = record(22, Buffer.concat([Buffer.from([11, 255, 255, 255]), full.subarray(4)]));
/** A literal field without indexing, name and value of 4,000 bytes (RFC 7541 §6.2.2). */
const field = Buffer.concat([Buffer.from([0, 1, 0x78, 0x7f, 0xa1, 0x1e]), Buffer.alloc(4000, 'a')]);
/** One long field put into the table, then references to it: two thousand of 4,000 bytes in one frame. */
const indexed = Buffer.concat([
  Buffer.from([0x40, 1, 0x78, 0x7f, 0xa1, 0x1e]),
  Buffer.alloc(4000, 'a'),
  Buffer.alloc(12_000, 0xbe),
]);

export const floods: readonly Flood[] = [
  raw('a handshake that drips, a byte every 20 ms', deadline, (socket) => drip(socket, record(22, full), 20)),
  raw('a server that sends a byte and resets', 'one try for each protocol', (socket) => {
    socket.write(Buffer.from([22]), () => socket.resetAndDestroy());
  }),
  raw('a Certificate message without end', '512 KiB of handshake', (socket) => {
    pour(socket, (turn) => (turn === 0 ? certificateWithoutEnd : record(22, full)));
  }),
  raw('warnings of TLS without end', '4 MiB of an answer (OpenSSL: 5)', (socket) => {
    const warnings = Buffer.concat(Array.from({ length: 2000 }, () => record(21, Buffer.from([1, 90]))));
    pour(socket, () => warnings);
  }),
  raw('ChangeCipherSpec without end', '4 MiB of an answer (OpenSSL: 32)', (socket) => {
    const changes = Buffer.concat(Array.from({ length: 2000 }, () => record(20, Buffer.from([1]))));
    pour(socket, () => changes);
  }),
  {
    what: 'a renegotiation after the other (TLS 1.2)',
    bound: deadline,
    async start({ chain, key }) {
      const server = createServer(
        { cert: pemOf(chain), key: keyPemOf(key), maxVersion: 'TLSv1.2' },
        (socket) => {
          const again = () => void (socket.writable && socket.renegotiate({}, () => setImmediate(again)));
          socket.on('error', () => undefined);
          again();
        },
      );
      server.on('tlsClientError', () => undefined);
      return startServer(server);
    },
  },
  frames('SETTINGS of HTTP/2 without end', '4 MiB of session, 1,000 SETTINGS', () => frame(4, 0, 0)),
  frames('PINGs of HTTP/2 without end', deadline, () => frame(6, 0, 0, Buffer.alloc(8))),
  frames('CONTINUATION frames without end', '64 KiB of head', (turn) =>
    turn === 0 ? frame(1, 0, 1, Buffer.concat([Buffer.from([0x88]), field])) : frame(9, 0, 1, field),
  ),
  frames('a head of HTTP/2 that unpacks to 48 MB (HPACK)', '64 KiB of head', (turn) =>
    turn === 0
      ? frame(1, 0, 1, Buffer.concat([Buffer.from([0x88]), indexed]))
      : frame(9, turn > 3 ? 4 : 0, 1, Buffer.alloc(16_000, 0xbe)),
  ),
  answering('interim answers (103) without end', '64 KiB of head', ({ socket }) => {
    const hints = Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n'.repeat(1000));
    pour(socket, () => hints);
  }),
  answering(
    'gzip in gzip, of 1 GiB',
    '256 KiB after unpacking, two codings',
    answersStatus(
      200,
      { 'content-encoding': 'gzip, gzip', 'content-type': 'text/html' },
      gzipSync(gzipSync(Buffer.alloc(1_000_000_000), { level: 9 }), { level: 9 }),
    ),
  ),
  answering('chunks of one byte with an extension of 10 KB', '64 KiB of what is no body', ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = Buffer.from(`1;x=${'a'.repeat(10_000)}\r\nb\r\n`);
    pour(socket, () => chunk);
  }),
  answering(
    'fragments of a WebSocket message without end',
    '4 MiB of frames',
    upgrades({}, ({ socket }) => {
      const piece = Buffer.concat([Buffer.from([0x00, 126, 0xff, 0xff]), Buffer.alloc(65_535, 'a')]);
      socket.write(Buffer.from([0x01, 1, 0x61]));
      pour(socket, () => piece);
    }),
    'wss',
  ),
  answering(
    'pings of a WebSocket without end',
    '4 MiB of frames',
    upgrades({}, ({ socket }) => {
      const pings = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([0x89, 0])));
      pour(socket, () => pings);
    }),
    'wss',
  ),
];
