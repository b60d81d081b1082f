import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/diagnosis.ts';
import type { FindingId } from '../../src/core/finding.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import * as answers from '../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../support/farm/http-server.ts';

type Row = readonly [string, HttpAnswer, Verdict, FindingId | null];

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };

const rows: readonly Row[] = [
  ['200', answers.answersStatus(200), 'healthy', null],
  ['204', answers.answersStatus(204), 'healthy', null],
  ['401', answers.answersStatus(401), 'healthy', 'http/status'],
  ['404', answers.answersStatus(404), 'healthy', 'http/status'],
  ['429', answers.answersStatus(429, { 'retry-after': '30' }), 'degraded', 'http/status'],
  ['500', answers.answersStatus(500), 'broken', 'http/status'],
  ['502', answers.answersStatus(502), 'broken', 'http/status'],
  ['503', answers.answersStatus(503), 'broken', 'http/status'],
  ['504', answers.answersStatus(504), 'broken', 'http/status'],
  ['redirect loop', answers.redirectLoop, 'broken', 'http/redirect-loop'],
  ['endless redirects', answers.endlessRedirects, 'broken', 'http/redirect-loop'],
  ['redirect to metadata', answers.redirectsToMetadata, 'degraded', 'http/redirect-downgrade'],
  ['empty reply', answers.emptyReply, 'broken', 'http/empty-reply'],
  ['RST after the request', answers.resetAfterRequest, 'broken', 'http/reset'],
  ['no HTTP', answers.garbageInsteadOfHttp, 'broken', 'http/protocol-error'],
  ['header bomb', answers.headerBomb(), 'broken', 'http/protocol-error'],
  ['body without end', answers.neverEndingBody, 'healthy', null],
  ['gzip bomb', answers.gzipBomb(4), 'healthy', null],
];

describe('HTTP: one root cause each, bounded in bytes', () => {
  it.each(rows)('%s', async (_name, answer, verdict, finding) => {
    await using server = await startHttpServer(answer, identity);
    const diagnosis = await diagnoseTarget(openEngine({ anchorsPem }), `${host}:${server.port}`, '127.0.0.1');
    expectDiagnosis(diagnosis, { verdict, finding });
  });

  it('gives up on a server that never answers', async () => {
    await using server = await startHttpServer(answers.neverAnswers, identity);
    const diagnose = openEngine({ anchorsPem, deadlineMs: 900 });
    const diagnosis = await diagnoseTarget(diagnose, `${host}:${server.port}`, '127.0.0.1');
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'http/timeout' });
  });

  it('follows a redirect to another scheme of the same host and names the downgrade', async () => {
    await using plain = await startHttpServer(answers.answersStatus(200));
    const location = `http://127.0.0.1:${plain.port}/`;
    await using server = await startHttpServer(answers.redirectsTo(location), identity);
    const diagnosis = await diagnoseTarget(openEngine({ anchorsPem }), `${host}:${server.port}`, '127.0.0.1');
    expect(diagnosis.findings.map((one) => one.id)).toContain('http/redirect-downgrade');
    expect(plain.requests()).toHaveLength(1);
  });

  it('speaks plain HTTP where the target says http://, and skips TLS as not applicable', async () => {
    await using plain = await startHttpServer(answers.answersStatus(200));
    const diagnosis = await diagnoseTarget(openEngine(), `http://${host}:${plain.port}`, '127.0.0.1');
    expect(diagnosis.verdict).toBe('healthy');
    expect(diagnosis.results.find((one) => one.probe === 'tls')).toMatchObject({
      status: 'skipped',
      applicable: false,
    });
    expect(plain.requests()[0]?.headers.host).toBe(`${host}:${plain.port}`);
  });

  it('does not ask a host for HTTP that clients would not trust', async () => {
    const expired = forgeScenario('expired', { now: realNow });
    await using server = await startHttpServer(answers.answersStatus(200), {
      chain: expired.chain,
      key: expired.key,
    });
    const diagnosis = await diagnoseTarget(
      openEngine({ anchorsPem: expired.anchorsPem }),
      `${host}:${server.port}`,
      '127.0.0.1',
    );
    expect(diagnosis.results.find((one) => one.probe === 'http')).toMatchObject({
      status: 'skipped',
      because: 'chain',
    });
    expect(server.requests()).toHaveLength(0);
  });
});
