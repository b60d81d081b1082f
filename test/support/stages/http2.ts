import { constants } from 'node:http2';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { frame, startFramesServer, startHttp2Server } from '../farm/http2-server.ts';
import type { FarmServer } from '../farm/listener.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };

type Row = readonly [
  name: string,
  () => Promise<FarmServer>,
  Verdict,
  FindingId | null,
  also?: readonly FindingId[],
];

const settings = frame(4, 0, 0);
const goaway = (code: number): Buffer => {
  const payload = Buffer.alloc(8);
  payload.writeUInt32BE(code, 4);
  return frame(7, 0, 0, payload);
};

const rows: readonly Row[] = [
  [
    'HTTP/2 and HTTP/1.1',
    () =>
      startHttp2Server((stream) => {
        stream.respond({ ':status': 200 });
        stream.end('over HTTP/2');
      }, identity),
    'healthy',
    null,
  ],
  [
    'HTTP/2 with early hints and trailers',
    () =>
      startHttp2Server((stream) => {
        stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' });
        stream.respond({ ':status': 200 }, { waitForTrailers: true });
        // Node's own listener for its other interface would send its own.
        stream.removeAllListeners('wantTrailers');
        stream.once('wantTrailers', () => stream.sendTrailers({ 'x-sum': '1' }));
        stream.end('over HTTP/2');
      }, identity),
    'healthy',
    null,
  ],
  [
    'HTTP/2 only',
    () =>
      startHttp2Server(
        (stream) => {
          stream.respond({ ':status': 200 });
          stream.end();
        },
        { ...identity, http1: false },
      ),
    'healthy',
    null,
    ['http/h2-only'],
  ],
  [
    'HTTP/2 sheds one stream',
    () => {
      let asked = 0;
      return startHttp2Server((stream) => {
        asked += 1;
        if (asked === 1) stream.close(constants.NGHTTP2_REFUSED_STREAM);
        else stream.respond({ ':status': 200 }, { endStream: true });
      }, identity);
    },
    'healthy',
    null,
  ],
  [
    'HTTP/2 resets every stream',
    () => startHttp2Server((stream) => stream.close(constants.NGHTTP2_PROTOCOL_ERROR), identity),
    'degraded',
    'http/h2-broken',
  ],
  [
    'HTTP/2 sends GOAWAY',
    () => startHttp2Server((stream) => stream.session?.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM), identity),
    'degraded',
    'http/h2-broken',
  ],
  [
    'HTTP/2 refused for HTTP/1.1',
    () => startHttp2Server((stream) => stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED), identity),
    'healthy',
    'http/h2-broken',
  ],
  [
    'HTTP/2 answered 421',
    () => startHttp2Server((stream) => stream.respond({ ':status': 421 }, { endStream: true }), identity),
    'degraded',
    'http/h2-broken',
  ],
  [
    'HTTP/2 agreed on and HTTP/1.1 spoken',
    () =>
      startFramesServer(
        (socket) => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'),
        identity,
      ),
    'degraded',
    'http/h2-broken',
  ],
  [
    'HTTP/2 closed without a frame',
    () => startFramesServer((socket) => socket.end(), identity),
    'degraded',
    'http/h2-broken',
  ],
  [
    'HTTP/2 gone before the first request',
    () => startFramesServer((socket) => socket.end(Buffer.concat([settings, goaway(2)])), identity),
    'degraded',
    'http/h2-broken',
  ],
  [
    'HTTP/2 headers that cannot be unpacked',
    () =>
      startFramesServer(
        (socket) =>
          socket.write(
            // An index beyond every table (RFC 7541 §2.3.3), as the answer to the first stream.
            Buffer.concat([settings, frame(4, 1, 0), frame(1, 5, 1, Buffer.from([0xff, 0xff, 0xff, 0x0f]))]),
          ),
        identity,
      ),
    'degraded',
    'http/h2-broken',
  ],
];

export const http2Stages: readonly Stage[] = rows.map(([name, start, verdict, finding, also = []]) => ({
  name,
  verdict,
  finding,
  also,
  async open() {
    const server = await start();
    return setStage({
      typed: `${host}:${server.port}`,
      address: '127.0.0.1',
      settings: { anchorsPem },
      servers: [server],
    });
  },
}));
