import { createServer, type ServerHttp2Session } from 'node:http2';
import { WebSocketServer } from 'ws';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import * as answers from '../farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../farm/http-server.ts';
import { type FarmServer, startServer } from '../farm/listener.ts';
import { acceptAndStaySilent, garbageAfterHello, resetAfterHello } from '../farm/raw-servers.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import { closeFrame, echoesPings, says, serverFrame, upgrades } from '../farm/websocket-server.ts';
import { type Stage, setStage } from './stage.ts';

type Row = readonly [string, HttpAnswer, Verdict, FindingId | null, shows?: RegExp];

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

const needsMqtt: HttpAnswer = (exchange) => {
  const offered = exchange.request.headers['sec-websocket-protocol'] ?? '';
  const chosen = offered.includes('mqtt');
  (chosen ? upgrades({ 'Sec-WebSocket-Protocol': 'mqtt' }) : answers.answersStatus(400))(exchange);
};

const needsOrigin: HttpAnswer = (exchange) => {
  (exchange.request.headers.origin === undefined ? answers.answersStatus(403) : upgrades())(exchange);
};

const closesWithoutProtocol: HttpAnswer = (exchange) => {
  const bare = exchange.request.headers['sec-websocket-protocol'] === undefined;
  const open = bare
    ? upgrades({}, says(closeFrame(1002, 'subprotocol')))
    : upgrades({ 'Sec-WebSocket-Protocol': 'ocpp1.6' });
  open(exchange);
};

const rows: readonly Row[] = [
  ['WebSocket that answers pings', upgrades(), 'healthy', null],
  [
    'WebSocket that greets and pings first',
    upgrades({}, (open) =>
      echoesPings(
        open,
        Buffer.concat([serverFrame(1, 'welcome'), serverFrame(9, 'x'), serverFrame(10, 'heartbeat')]),
      ),
    ),
    'healthy',
    null,
  ],
  [
    'WebSocket that answers no ping',
    upgrades({}, says(serverFrame(1, 'hello'))),
    'healthy',
    'websocket/no-pong',
  ],
  ['WebSocket that needs a subprotocol', needsMqtt, 'healthy', 'websocket/wants-more'],
  ['WebSocket that closes without a subprotocol', closesWithoutProtocol, 'healthy', 'websocket/wants-more'],
  ['WebSocket that needs an Origin', needsOrigin, 'healthy', 'websocket/wants-more'],
  [
    'WebSocket that wants a login',
    answers.answersStatus(401),
    'healthy',
    'websocket/refused',
    /HTTP\/1\.1 401/,
  ],
  [
    'WebSocket that is forbidden',
    answers.answersStatus(403),
    'healthy',
    'websocket/refused',
    /HTTP\/1\.1 403/,
  ],
  ['WebSocket answered 200', answers.answersStatus(200), 'broken', 'websocket/refused', /HTTP\/1\.1 200/],
  ['WebSocket answered 400', answers.answersStatus(400), 'broken', 'websocket/refused', /HTTP\/1\.1 400/],
  ['WebSocket answered 404', answers.answersStatus(404), 'broken', 'websocket/refused', /HTTP\/1\.1 404/],
  [
    'WebSocket answered 426',
    answers.answersStatus(426, { 'sec-websocket-version': '8, 7' }),
    'broken',
    'websocket/refused',
    /sec-websocket-version: 8, 7/i,
  ],
  ['WebSocket answered 429', answers.answersStatus(429), 'degraded', 'websocket/refused', /HTTP\/1\.1 429/],
  ['WebSocket answered 502', answers.answersStatus(502), 'broken', 'websocket/refused', /HTTP\/1\.1 502/],
  [
    'WebSocket redirected',
    answers.answersStatus(301, { location: 'https://elsewhere.example/ws' }),
    'broken',
    'websocket/refused',
    /location: https:\/\/elsewhere/i,
  ],
  [
    'WebSocket with a wrong accept',
    upgrades({ 'Sec-WebSocket-Accept': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    'broken',
    'websocket/bad-accept',
    /sec-websocket-accept: AAAA/i,
  ],
  [
    'WebSocket without an accept',
    upgrades({ 'Sec-WebSocket-Accept': null }),
    'broken',
    'websocket/bad-accept',
    /101 Switching/,
  ],
  [
    'WebSocket without Upgrade',
    upgrades({ Upgrade: null }),
    'broken',
    'websocket/bad-accept',
    /101 Switching/,
  ],
  [
    'WebSocket with a subprotocol nobody offered',
    upgrades({ 'Sec-WebSocket-Protocol': 'chat' }),
    'broken',
    'websocket/bad-accept',
    /sec-websocket-protocol: chat/i,
  ],
  [
    'WebSocket with an extension nobody offered',
    upgrades({ 'Sec-WebSocket-Extensions': 'permessage-deflate' }),
    'broken',
    'websocket/bad-accept',
    /permessage-deflate/,
  ],
  [
    'WebSocket closed at once',
    upgrades({}, says(closeFrame(1011, 'no database'), 'close')),
    'broken',
    'websocket/closed',
  ],
  [
    'WebSocket closed by a rule',
    upgrades({}, says(closeFrame(1008), 'close')),
    'degraded',
    'websocket/closed',
  ],
  [
    'WebSocket closed for want of a login',
    upgrades({}, says(closeFrame(4401), 'close')),
    'healthy',
    'websocket/closed',
  ],
  ['WebSocket dropped at once', upgrades({}, says(Buffer.alloc(0), 'close')), 'broken', 'websocket/closed'],
  [
    'WebSocket with masked frames',
    upgrades({}, says(Buffer.from([0x81, 0x81, 1, 2, 3, 4, 5]))),
    'broken',
    'websocket/bad-frame',
  ],
  [
    'WebSocket with compressed frames',
    upgrades({}, says(serverFrame(1, 'x', 0xc0))),
    'broken',
    'websocket/bad-frame',
  ],
  ['WebSocket with an empty reply', answers.emptyReply, 'broken', 'websocket/no-answer'],
  ['WebSocket that is no HTTP', answers.garbageInsteadOfHttp, 'broken', 'websocket/no-answer'],
];

type Opening = readonly [string, () => Promise<FarmServer>, string, Verdict, FindingId | null];

const openings: readonly Opening[] = [
  ['WebSocket in the clear', () => startHttpServer(upgrades()), 'ws', 'healthy', null],
  ['WebSocket of a library', startLibraryServer, 'ws', 'healthy', null],
  [
    'WebSocket over TLS asked for in the clear',
    () => garbageAfterHello(Buffer.from([21, 3, 3, 0, 2, 2, 70])),
    'ws',
    'broken',
    'websocket/no-answer',
  ],
  ['WebSocket reset', () => resetAfterHello(), 'ws', 'broken', 'websocket/no-answer'],
  ['WebSocket never answered', () => acceptAndStaySilent(), 'ws', 'broken', 'websocket/no-answer'],
  ['WebSocket on a port of HTTP/2, in the clear', startHttp2, 'ws', 'broken', 'websocket/http2-only'],
  [
    'WebSocket on a port of HTTP/2',
    () => startTlsServer({ chain, key, options: { ALPNProtocols: ['h2'] } }),
    'wss',
    'broken',
    'websocket/http2-only',
  ],
];

async function startLibraryServer(): Promise<FarmServer> {
  const library = new WebSocketServer({ noServer: true });
  const { createServer: createHttpServer } = await import('node:http');
  const server = createHttpServer();
  server.on('upgrade', (request, socket, head) => {
    library.handleUpgrade(request, socket, head, (open) => open.send('welcome'));
  });
  return startServer(server);
}

async function startHttp2(): Promise<FarmServer> {
  const server = createServer();
  server.on('session', (session: ServerHttp2Session) => session.on('error', () => undefined));
  return startServer(server);
}

/** What a server with a sound certificate does with the handshake of a WebSocket, and servers of their own kind. */
export const websocketStages: readonly Stage[] = [
  ...rows.map(
    ([name, answer, verdict, finding, shows]): Stage => ({
      name,
      verdict,
      finding,
      ...(shows === undefined ? {} : { shows }),
      async open() {
        const server = await startHttpServer(answer, { chain, key });
        return setStage({
          typed: `wss://${host}:${server.port}/socket`,
          address: '127.0.0.1',
          settings: { anchorsPem },
          servers: [server],
        });
      },
    }),
  ),
  ...openings.map(
    ([name, start, scheme, verdict, finding]): Stage => ({
      name,
      verdict,
      finding,
      async open() {
        const server = await start();
        return setStage({
          typed: `${scheme}://${host}:${server.port}/socket`,
          address: '127.0.0.1',
          settings: { anchorsPem, deadlineMs: 1500 },
          servers: [server],
        });
      },
    }),
  ),
];
