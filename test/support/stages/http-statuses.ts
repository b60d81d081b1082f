import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { Blame, FindingId } from '../../../src/core/finding.ts';
import type { Expected } from '../../../src/core/target/expected.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../farm/http-server.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

type Row = readonly [
  name: string,
  HttpAnswer,
  Verdict,
  FindingId | null,
  more?: {
    readonly blame?: Blame;
    readonly expected?: Expected;
    readonly plain?: boolean;
    readonly shows?: RegExp;
  },
];

const page = (status: number, headers: Readonly<Record<string, string>>, body: string): HttpAnswer =>
  answersStatus(status, { 'content-type': 'text/html', ...headers }, body);
const cloudflare = { server: 'cloudflare', 'cf-ray': '8f3a0c1d2e3f-AMS' };
const shown = (status: number): RegExp => new RegExp(`< HTTP/1\\.1 ${status}`);

const rows: readonly Row[] = [
  ['answers 400', answersStatus(400), 'healthy', 'http/status', { shows: shown(400) }],
  ['answers 403 from a firewall', page(403, cloudflare, 'error code: 1020'), 'healthy', 'http/status'],
  ['answers 405', answersStatus(405, { allow: 'POST' }), 'healthy', 'http/status', { shows: /allow: POST/i }],
  ['answers 407', answersStatus(407, { 'proxy-authenticate': 'Basic realm="p"' }), 'degraded', 'http/status'],
  [
    'a proxy in between wants a login',
    answersStatus(407, { 'proxy-authenticate': 'Negotiate' }),
    'degraded',
    'http/status',
    { plain: true, blame: 'network-path' },
  ],
  ['answers 408', answersStatus(408), 'healthy', 'http/status'],
  ['answers 410', answersStatus(410), 'healthy', 'http/status'],
  ['answers 415', answersStatus(415), 'healthy', 'http/status'],
  ['answers 421', answersStatus(421), 'degraded', 'http/status', { shows: shown(421) }],
  ['answers 425', answersStatus(425), 'healthy', 'http/status'],
  ['answers 426', answersStatus(426, { upgrade: 'websocket' }), 'healthy', 'http/status'],
  ['answers 431', answersStatus(431), 'degraded', 'http/status'],
  ['answers 451', answersStatus(451), 'healthy', 'http/status'],
  [
    'answers 429 until a date',
    answersStatus(429, { 'retry-after': new Date(realNow.getTime() + 600_000).toUTCString() }),
    'degraded',
    'http/status',
    { shows: /retry-after/i },
  ],
  ['answers 501', answersStatus(501), 'broken', 'http/status'],
  ['answers 505', answersStatus(505), 'broken', 'http/status'],
  ['answers 508', answersStatus(508), 'broken', 'http/status'],
  [
    'captive portal (511)',
    page(511, {}, '<a href="http://login.hotel.test/">Log in</a>'),
    'unknown',
    'http/status',
    { plain: true, blame: 'our-vantage' },
  ],
  [
    'CDN answers 521',
    page(521, cloudflare, ''),
    'broken',
    'http/status',
    { blame: 'target', shows: shown(521) },
  ],
  ['CDN answers 522', page(522, cloudflare, ''), 'broken', 'http/status', { blame: 'target' }],
  ['CDN answers 525', page(525, cloudflare, ''), 'broken', 'http/status', { blame: 'target' }],
  ['CDN answers 526', page(526, cloudflare, ''), 'broken', 'http/status', { blame: 'target' }],
  ['CDN answers 530 with error 1016', page(530, cloudflare, 'error code: 1016'), 'broken', 'http/status'],
  [
    'CDN fails by itself',
    page(500, cloudflare, '<center><h1>500</h1></center><hr><center>cloudflare</center>'),
    'broken',
    'http/status',
    { blame: 'third-party' },
  ],
  ['load balancer without targets', page(503, { server: 'awselb/2.0' }, ''), 'broken', 'http/status'],
  [
    'HAProxy without servers',
    page(
      503,
      {},
      '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n',
    ),
    'broken',
    'http/status',
  ],
  [
    'nginx without backend',
    page(502, { server: 'nginx' }, '<html><h1>502 Bad Gateway</h1><hr><center>nginx</center></html>'),
    'broken',
    'http/status',
    { shows: shown(502) },
  ],
  ['ingress without a rule', answersStatus(404, {}, 'default backend - 404'), 'healthy', 'http/status'],
  [
    'answers 401 as expected',
    answersStatus(401, { 'www-authenticate': 'Bearer' }),
    'healthy',
    null,
    { expected: { status: '2xx,401' } },
  ],
  [
    'answers 200 where 401 is expected',
    answersStatus(200),
    'degraded',
    'http/status',
    { expected: { status: '401' }, shows: shown(200) },
  ],
  [
    'answers 503 as expected',
    answersStatus(503, { 'retry-after': '3600' }),
    'healthy',
    null,
    { expected: { status: '503' } },
  ],
  [
    'a redirect as expected',
    answersStatus(301, { location: 'https://elsewhere.invalid/' }),
    'healthy',
    null,
    { expected: { status: '301' } },
  ],
  [
    'the body holds the text',
    answersStatus(200, {}, '{"Status": "OK"}'),
    'healthy',
    null,
    { expected: { body: '/"status":\\s*"ok"/' } },
  ],
  [
    'the body is another one',
    answersStatus(200, {}, '<h1>We are back soon</h1>'),
    'degraded',
    'http/body-mismatch',
    { expected: { body: 'all systems go' }, shows: /We are back soon/ },
  ],
];

/** Statuses, the hops that say them, and what was expected instead. */
export const httpStatusStages: readonly Stage[] = rows.map(([name, answer, verdict, finding, more = {}]) => ({
  name,
  verdict,
  finding,
  ...(more.blame === undefined ? {} : { blame: more.blame }),
  ...(more.shows === undefined ? {} : { shows: more.shows }),
  async open() {
    const server = await startHttpServer(answer, more.plain === true ? {} : { chain, key });
    return setStage({
      typed: `${more.plain === true ? 'http' : 'https'}://${host}:${server.port}`,
      address: '127.0.0.1',
      ...(more.expected === undefined ? {} : { expected: more.expected }),
      settings: { anchorsPem },
      servers: [server],
    });
  },
}));
