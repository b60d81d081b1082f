import { constants } from 'node:http2';
import { createServer } from 'node:tls';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import * as grpc from '../farm/grpc-server.ts';
import * as answers from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { type FarmServer, startServer } from '../farm/listener.ts';
import { acceptAndStaySilent, garbageAfterHello, resetAfterHello, speaks } from '../farm/raw-servers.ts';
import { keyPemOf, pemOf } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

type Row = readonly [
  string,
  () => Promise<FarmServer>,
  Verdict,
  FindingId | null,
  more?: { readonly scheme?: 'grpc' | 'grpcs'; readonly path?: string; readonly shows?: RegExp },
];

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };
const serving = Buffer.from([0, 0, 0, 0, 2, 8, 1]);

const knowsPayments: grpc.Health = (service) =>
  service === 'payments.v1.Payments' ? 1 : { code: 5, details: 'unknown service' };
const http2 =
  (...settings: Parameters<typeof grpc.startHttp2Server>) =>
  () =>
    grpc.startHttp2Server(...settings);
const library =
  (health: grpc.Health | null, secure = false) =>
  () =>
    grpc.startGrpcServer(health, secure ? identity : null);
const trailersOnly = (code: number, message = '') => http2(grpc.answersStatusOnly(code, message));

/** TLS without ALPN in front of a real gRPC server. */
async function startWithoutAlpn(): Promise<FarmServer> {
  const inner = await grpc.startHttp2Server(grpc.answersCall(serving, { 'grpc-status': '0' }));
  const { connect } = await import('node:net');
  const server = createServer({ cert: pemOf(chain), key: keyPemOf(key) }, (socket) => {
    const through = connect(inner.port, inner.address);
    socket.on('error', () => through.destroy());
    through.on('error', () => socket.destroy());
    socket.pipe(through).pipe(socket);
  });
  server.on('tlsClientError', () => undefined);
  const front = await startServer(server);
  return {
    ...front,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await inner[Symbol.asyncDispose]();
    },
  };
}

const secure = { scheme: 'grpcs' } as const;

const rows: readonly Row[] = [
  ['gRPC that serves', library(() => 1), 'healthy', null],
  ['gRPC that serves, over TLS', library(() => 1, true), 'healthy', null, secure],
  ['gRPC service by name', library(knowsPayments), 'healthy', null, { path: '/payments.v1.Payments' }],
  [
    'gRPC service that is not there',
    library(knowsPayments),
    'degraded',
    'grpc/service-unknown',
    { path: '/payments.v2.Payments' },
  ],
  ['gRPC without a status of the whole', library(knowsPayments), 'healthy', 'grpc/service-unknown'],
  ['gRPC that does not serve', library(() => 2), 'broken', 'grpc/not-serving', { shows: /NOT_SERVING/ }],
  ['gRPC that does not serve, over TLS', library(() => 2, true), 'broken', 'grpc/not-serving', secure],
  ['gRPC that does not know', library(() => 0), 'degraded', 'grpc/not-serving'],
  [
    'gRPC without a health service',
    library(null),
    'healthy',
    'grpc/unimplemented',
    { shows: /grpc-status: 12/ },
  ],
  [
    'gRPC without a health service, over TLS',
    library(null, true),
    'healthy',
    'grpc/unimplemented',
    { ...secure, shows: /grpc-status: 12/ },
  ],
  [
    'gRPC that wants a login',
    library(() => ({ code: 16 })),
    'healthy',
    'grpc/status',
    { shows: /grpc-status: 16/ },
  ],
  ['gRPC that permits nothing', trailersOnly(7), 'healthy', 'grpc/status'],
  [
    'gRPC behind a proxy that finds nobody',
    trailersOnly(14, 'no healthy upstream'),
    'broken',
    'grpc/status',
    { shows: /no healthy upstream/ },
  ],
  ['gRPC out of time', trailersOnly(4), 'broken', 'grpc/status', { shows: /grpc-status: 4/ }],
  ['gRPC with a fault inside', trailersOnly(13, 'caf%C3%A9 %zz'), 'degraded', 'grpc/status'],
  ['gRPC with a status nobody knows', trailersOnly(77), 'degraded', 'grpc/status'],
  [
    'gRPC by hand',
    http2(grpc.answersCall(serving, { 'grpc-status': '0' }), identity),
    'healthy',
    null,
    secure,
  ],
  ['gRPC whose trailers are lost', http2(grpc.answersCall(serving, {})), 'broken', 'grpc/bad-answer'],
  [
    'gRPC whose status is no number',
    http2(grpc.answersCall(serving, { 'grpc-status': 'fine' })),
    'broken',
    'grpc/bad-answer',
  ],
  ['gRPC without a message', trailersOnly(0), 'broken', 'grpc/bad-answer'],
  [
    'gRPC whose message is cut',
    http2(grpc.answersCall(serving.subarray(0, 6), { 'grpc-status': '0' })),
    'broken',
    'grpc/bad-answer',
  ],
  [
    'gRPC whose calls are reset',
    http2(grpc.resetsCall(constants.NGHTTP2_REFUSED_STREAM)),
    'broken',
    'grpc/bad-answer',
  ],
  [
    'gRPC sent to HTTP/1.1',
    http2(grpc.resetsCall(constants.NGHTTP2_HTTP_1_1_REQUIRED)),
    'broken',
    'grpc/not-http2',
  ],
  ['gRPC answered with a page', http2(grpc.answersPage(200)), 'broken', 'grpc/not-grpc'],
  ['gRPC answered 415', http2(grpc.answersPage(415)), 'broken', 'grpc/not-grpc', { shows: /415/ }],
  [
    'gRPC answered 502',
    http2(grpc.answersPage(502), identity),
    'broken',
    'grpc/not-grpc',
    { ...secure, shows: /502/ },
  ],
  ['gRPC behind a login page', http2(grpc.answersPage(401)), 'healthy', 'grpc/not-grpc'],
  [
    'gRPC to HTTP/1 only',
    () => startHttpServer(answers.answersStatus(400)),
    'broken',
    'grpc/not-http2',
    { shows: /HTTP\/1/ },
  ],
  [
    'gRPC to HTTP/1 only, over TLS',
    () => startHttpServer(answers.answersStatus(400), identity),
    'broken',
    'grpc/not-http2',
    secure,
  ],
  [
    'gRPC to a port of TLS',
    () => garbageAfterHello(Buffer.from([21, 3, 3, 0, 2, 2, 70])),
    'broken',
    'grpc/not-http2',
  ],
  ['gRPC to an SSH server', () => speaks('ssh'), 'broken', 'grpc/not-http2'],
  ['gRPC over TLS without ALPN', startWithoutAlpn, 'degraded', 'grpc/no-alpn', secure],
  ['gRPC never answered', () => acceptAndStaySilent(), 'broken', 'grpc/no-answer'],
  ['gRPC reset', () => resetAfterHello(), 'broken', 'grpc/no-answer'],
];

export const grpcStages: readonly Stage[] = rows.map(([name, start, verdict, finding, more = {}]) => ({
  name,
  verdict,
  finding,
  ...(more.shows === undefined ? {} : { shows: more.shows }),
  async open() {
    const server = await start();
    return setStage({
      typed: `${more.scheme ?? 'grpc'}://${host}:${server.port}${more.path ?? ''}`,
      address: '127.0.0.1',
      settings: { anchorsPem, deadlineMs: 2500 },
      servers: [server],
    });
  },
}));
