import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../../src/core/cache/answer-cache.ts';
import { type LogListWay, refreshedLogList } from '../../../src/pki/ct/log-list-source.ts';
import { daysFrom, fixedNow, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { forgeLog, logListText } from '../../support/certificates/logs.ts';
import { answersStatus, neverAnswers } from '../../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../../support/farm/http-server.ts';
import { identityOf } from '../../support/farm/tls-server.ts';
import { trusting } from '../../support/handshaking.ts';
import { loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { withDeadlines } from '../../support/with-deadlines.ts';

const root = forgeRoot({ now: new Date() });
const identity = identityOf(forgeLeaf(root, { now: new Date(), ip: ['127.0.0.1'] }));
const text = logListText([forgeLog('Alpha')]);
const cache = createMemoryCache(() => fixedNow);

const way: LogListWay = {
  network: loopbackNetwork(),
  secureContext: trusting(root),
  cache,
  now: fixedNow,
  signal: noSignal(),
  timeoutMs: 5000,
};

/** Answers with each of these in turn, the last one for ever. */
function inTurn(...answers: readonly [HttpAnswer, ...HttpAnswer[]]): HttpAnswer {
  let next = 0;
  return (exchange) => {
    const answer = answers[Math.min(next, answers.length - 1)] ?? answers[0];
    next += 1;
    answer(exchange);
  };
}

describe('a list at a URL', () => {
  it('is fetched once a day, also for those who ask at the same time', async () => {
    await using server = await startHttpServer(answersStatus(200, {}, text), identity);
    const url = `https://127.0.0.1:${server.port}/log_list.json`;
    const source = refreshedLogList(url, () => undefined);
    const seen = await Promise.all([source(way), source(way), source(way)]);
    expect(seen.map(({ source: from, problem }) => [from, problem])).toEqual(Array(3).fill([url, null]));
    await source({ ...way, now: daysFrom(fixedNow, 0.9) });
    expect(server.requests()).toHaveLength(1);
    await source({ ...way, now: daysFrom(fixedNow, 1.1), cache: createMemoryCache(() => fixedNow) });
    expect(server.requests()).toHaveLength(2);
  });

  it('is not given up for an hour because one check had no time left for it', async () => {
    await withDeadlines(100, async (timeoutMs) => {
      const answer = inTurn(neverAnswers, answersStatus(200, {}, text));
      await using server = await startHttpServer(answer, identity);
      const url = `https://127.0.0.1:${server.port}/log_list.json`;
      const warnings: string[] = [];
      const source = refreshedLogList(url, (warning) => warnings.push(warning));
      expect((await source({ ...way, timeoutMs })).source).toBe('bundled');
      expect(await source(way)).toMatchObject({ source: url, problem: null });
      expect(warnings).toEqual([]);
    });
  });

  it('is taken from what is known already', async () => {
    await using server = await startHttpServer(answersStatus(500), identity);
    const url = `https://127.0.0.1:${server.port}/log_list.json`;
    await cache.put(`log-list ${url}`, Buffer.from(text), daysFrom(fixedNow, 1));
    expect(await refreshedLogList(url, () => undefined)(way)).toMatchObject({ source: url, problem: null });
    expect(server.requests()).toHaveLength(0);
  });

  it.each([
    ['an error', answersStatus(503), /It answered 503/],
    ['no list', answersStatus(200, {}, '<html>'), /it is not JSON/],
    [
      'a list of another schema',
      answersStatus(200, {}, '{"operators":[{"name":"x","logs":[{}]}]}'),
      /log_id is missing/,
    ],
    ['more than any list', answersStatus(200, {}, 'x'.repeat(2_100_000)), /larger than 2097152 bytes/],
  ] as const)(
    'that answers with %s leaves the bundled list in use, and says so',
    async (_what, answer, problem) => {
      await using server = await startHttpServer(answer, identity);
      const warnings: string[] = [];
      const url = `https://127.0.0.1:${server.port}/log_list.json`;
      const source = refreshedLogList(url, (warning) => warnings.push(warning));
      const inUse = await source(way);
      expect(inUse.source).toBe('bundled');
      expect(inUse.problem).toMatch(problem);
      await source({ ...way, now: daysFrom(fixedNow, 0.01) });
      expect(warnings).toEqual([inUse.problem]);
      expect(server.requests()).toHaveLength(1);
    },
  );

  it('keeps the list of yesterday when that of today is broken, and tries again after an hour', async () => {
    const broken = answersStatus(200, {}, '{}');
    await using server = await startHttpServer(inTurn(answersStatus(200, {}, text), broken), identity);
    const url = `https://127.0.0.1:${server.port}/log_list.json`;
    const source = refreshedLogList(url, () => undefined);
    await source(way);
    const empty = () => createMemoryCache(() => fixedNow);
    const next = await source({ ...way, now: daysFrom(fixedNow, 1.1), cache: empty() });
    expect(next).toMatchObject({ source: url, problem: expect.stringMatching(/operators is no list/) });
    expect(next.list.logs.size).toBe(1);
    await source({ ...way, now: daysFrom(fixedNow, 1.2), cache: empty() });
    expect(server.requests()).toHaveLength(3);
  });
});

describe('a run that is cut off', () => {
  it('says nothing about the list: the next one looks again', async () => {
    await using server = await startHttpServer(answersStatus(200, {}, text), identity);
    const warnings: string[] = [];
    const url = `https://127.0.0.1:${server.port}/log_list.json`;
    const source = refreshedLogList(url, (warning) => warnings.push(warning));
    expect((await source({ ...way, signal: AbortSignal.abort() })).source).toBe('bundled');
    expect((await source(way)).source).toBe(url);
    expect(warnings).toEqual([]);
  });
});

describe('a list in a file', () => {
  it('is read, and blamed when it is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-logs-'));
    const file = join(folder, 'logs.json');
    await writeFile(file, text);
    expect(await refreshedLogList(file, () => undefined)(way)).toMatchObject({ source: file, problem: null });
    await writeFile(file, '{');
    const broken = await refreshedLogList(file, () => undefined)(way);
    expect(broken).toMatchObject({ source: 'bundled', problem: expect.stringMatching(/it is not JSON/) });
    await rm(folder, { recursive: true });
  });
});
