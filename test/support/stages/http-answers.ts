import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import * as answers from '../farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../farm/http-server.ts';
import { type Stage, setStage } from './stage.ts';

type Row = readonly [
  string,
  HttpAnswer,
  Verdict,
  FindingId | null,
  more?: { readonly shows?: RegExp; readonly settings?: EngineSettings },
];

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

const rows: readonly Row[] = [
  ['answers 200', answers.answersStatus(200), 'healthy', null],
  ['answers 204', answers.answersStatus(204), 'healthy', null],
  ['answers 401', answers.answersStatus(401), 'healthy', 'http/status'],
  ['answers 404', answers.answersStatus(404), 'healthy', 'http/status'],
  ['answers 429', answers.answersStatus(429, { 'retry-after': '30' }), 'degraded', 'http/status'],
  ['answers 500', answers.answersStatus(500), 'broken', 'http/status'],
  ['answers 502', answers.answersStatus(502), 'broken', 'http/status'],
  ['answers 503', answers.answersStatus(503), 'broken', 'http/status'],
  ['answers 504', answers.answersStatus(504), 'broken', 'http/status'],
  ['redirect loop', answers.redirectLoop, 'broken', 'http/redirect-loop'],
  ['endless redirects', answers.endlessRedirects, 'broken', 'http/redirect-loop'],
  ['redirect to metadata', answers.redirectsToMetadata, 'degraded', 'http/redirect-downgrade'],
  ['empty reply', answers.emptyReply, 'broken', 'http/empty-reply'],
  ['RST after the request', answers.resetAfterRequest, 'broken', 'http/reset'],
  ['no HTTP', answers.garbageInsteadOfHttp, 'broken', 'http/protocol-error'],
  ['header bomb', answers.headerBomb(), 'broken', 'http/protocol-error'],
  ['body without end', answers.neverEndingBody, 'healthy', null],
  ['gzip bomb', answers.gzipBomb(4), 'healthy', null],
  [
    'no answer to the request',
    answers.neverAnswers,
    'broken',
    'http/timeout',
    { settings: { deadlineMs: 900 } },
  ],
  [
    'a head that drips',
    answers.slowDrip({ part: 'head' }),
    'broken',
    'http/timeout',
    { settings: { deadlineMs: 900 } },
  ],
];

/** What a server with a sound certificate answers to one GET. */
export const httpAnswerStages: readonly Stage[] = rows.map(([name, answer, verdict, finding, more = {}]) => ({
  name,
  verdict,
  finding,
  ...(more.shows === undefined ? {} : { shows: more.shows }),
  async open() {
    const server = await startHttpServer(answer, { chain, key });
    return setStage({
      typed: `${host}:${server.port}`,
      address: '127.0.0.1',
      settings: { anchorsPem, ...more.settings },
      servers: [server],
    });
  },
}));
