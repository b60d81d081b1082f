import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import type { Expected } from '../../../src/core/target/expected.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import * as answers from '../farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../farm/http-server.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

type More = {
  readonly also?: readonly FindingId[];
  readonly expected?: Expected;
  readonly shows?: RegExp;
  readonly settings?: EngineSettings;
};
type Row = readonly [name: string, HttpAnswer, Verdict, FindingId | null, more?: More];

const ok = 'HTTP/1.1 200 OK\r\n';
const closing = 'connection: close\r\n';
const packed = (encoding: string, bytes: Uint8Array): HttpAnswer =>
  answers.answersStatus(200, { 'content-encoding': encoding, 'content-type': 'text/plain' }, bytes);
const said = 'the service is ready';
const wanted = { expected: { body: 'SERVICE is ready' } };
const manyHeaders = Object.fromEntries(
  Array.from({ length: 60 }, (_, index) => [`x-policy-${index}`, 'a'.repeat(500)]),
);
const short = { settings: { deadlineMs: 1200 } };

const sound: readonly Row[] = [
  [
    'chunked, with trailers',
    answers.saysExactly(
      `${ok}${closing}transfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n2\r\nok\r\n0\r\nx-sum: 1\r\n\r\n`,
    ),
    'healthy',
    null,
  ],
  ['ends with the connection', answers.saysExactly(`${ok}${closing}\r\nno length given`), 'healthy', null],
  ['HTTP/1.0', answers.saysExactly('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'), 'healthy', null],
  [
    'early hints before the answer',
    answers.saysExactly(
      `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok}${closing}content-length: 2\r\n\r\nok`,
    ),
    'healthy',
    null,
  ],
  ['30 KiB of headers', answers.answersStatus(200, manyHeaders), 'healthy', null],
  ['averse to HEAD', answers.onlyGet, 'healthy', null],
  ['gzip, and the text is in it', packed('gzip', gzipSync(said)), 'healthy', null, wanted],
  ['deflate, and the text is in it', packed('deflate', deflateSync(said)), 'healthy', null, wanted],
  ['brotli, and the text is in it', packed('br', brotliCompressSync(said)), 'healthy', null, wanted],
  ['zstd, and the text is in it', packed('zstd', zstdCompressSync(said)), 'healthy', null, wanted],
  [
    'UTF-16, and the text is in it',
    answers.answersStatus(
      200,
      { 'content-type': 'text/plain; charset=utf-16le' },
      Buffer.from('naïve', 'utf16le'),
    ),
    'healthy',
    null,
    { expected: { body: 'NAÏVE' } },
  ],
  [
    'a stream of events',
    answers.saysExactly(`${ok}content-type: text/event-stream\r\n\r\ndata: 1\n\n`, { ending: 'stay' }),
    'healthy',
    null,
    short,
  ],
];

const redirects: readonly Row[] = [
  [
    'redirects that need a cookie',
    answers.wantsCookie,
    'healthy',
    null,
    { also: ['http/redirect-needs-cookie'] },
  ],
  [
    'redirect to no URL',
    answers.redirectsTo('https:///'),
    'degraded',
    'http/redirect-malformed',
    { shows: /location: https:\/\/\/\r?$/im },
  ],
  [
    'redirect without a place',
    answers.answersStatus(302),
    'degraded',
    'http/redirect-malformed',
    { shows: /< HTTP\/1\.1 302/ },
  ],
  [
    'sent on by a Refresh header',
    answers.answersStatus(200, { refresh: '0; url=/login' }),
    'healthy',
    null,
    { also: ['http/refresh'] },
  ],
  ['300 with a list of choices', answers.answersStatus(300, {}, '<a href="/a">a</a>'), 'healthy', null],
  [
    '304 to a plain question',
    answers.answersStatus(304),
    'healthy',
    'http/status-unasked',
    { shows: /< HTTP\/1\.1 304/ },
  ],
  [
    'redirect with a password',
    answers.redirectsTo('https://bo:secret@site.test/'),
    'healthy',
    'http/redirect-refused',
    { shows: /< location: https:\/\/bo:/i },
  ],
];

const broken: readonly Row[] = [
  [
    'HTTP/0.9',
    answers.saysExactly('<h1>hello</h1>'),
    'broken',
    'http/protocol-error',
    { shows: /HTTP\/0\.9/ },
  ],
  [
    'two lengths',
    answers.saysExactly(`${ok}content-length: 2\r\ncontent-length: 5\r\n\r\nhello`),
    'broken',
    'http/protocol-error',
    { shows: /content-length: 5/i },
  ],
  [
    'length and chunks together',
    answers.saysExactly(`${ok}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
    'broken',
    'http/protocol-error',
    { shows: /transfer-encoding: chunked/i },
  ],
  [
    'interim answers without end',
    answers.saysExactly('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200)),
    'broken',
    'http/protocol-error',
    { shows: /103 Early Hints/ },
  ],
  [
    'a body that is cut',
    answers.truncatedBody,
    'degraded',
    'http/body-incomplete',
    { shows: /transfer closed with \d+ bytes remaining/ },
  ],
  [
    'a chunk that is none',
    answers.saysExactly(`${ok}transfer-encoding: chunked\r\n\r\nzz\r\nok\r\n`),
    'degraded',
    'http/body-incomplete',
    { shows: /chunk|Illegal or missing hexadecimal/i },
  ],
  [
    'a body in drops',
    answers.slowDrip({ part: 'body' }),
    'degraded',
    'http/body-incomplete',
    { ...short, shows: /200 OK/ },
  ],
  [
    'a head in drops',
    answers.slowDrip({ part: 'head' }),
    'broken',
    'http/timeout',
    { ...short, shows: /200 OK/ },
  ],
];

/** How an answer is framed, packed and sent on. */
export const httpMessageStages: readonly Stage[] = [...sound, ...redirects, ...broken].map(
  ([name, answer, verdict, finding, { also, expected, shows, settings } = {}]) => ({
    name,
    verdict,
    finding,
    ...(also === undefined ? {} : { also }),
    ...(shows === undefined ? {} : { shows }),
    async open() {
      const server = await startHttpServer(answer, { chain, key });
      return setStage({
        typed: `${host}:${server.port}`,
        address: '127.0.0.1',
        ...(expected === undefined ? {} : { expected }),
        settings: { anchorsPem, ...settings },
        servers: [server],
      });
    },
  }),
);
