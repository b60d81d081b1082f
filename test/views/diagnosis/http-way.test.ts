import { expect, it } from 'vitest';
import { jsonOf } from '../../../src/core/text/json.ts';
import { probes } from '../../../src/probes/index.ts';
import { withDetailsInside } from '../../../src/views/details.ts';
import { diagnosisMessage } from '../../../src/views/diagnosis.ts';
import { forgeScenario } from '../../support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../../support/diagnosing.ts';
import { httpFacts } from '../../support/facts/probe-facts.ts';
import { answersByPath, answersStatus, redirectsTo } from '../../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../../support/farm/http-server.ts';
import { sampleDiagnosis } from '../../support/samples/sample-diagnosis.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });

async function saidOf(answer: HttpAnswer, path = '/'): Promise<string> {
  await using server = await startHttpServer(answer, { chain, key });
  const diagnosis = await diagnoseTarget(
    openEngine({ anchorsPem }),
    `${host}:${server.port}${path}`,
    '127.0.0.1',
  );
  return JSON.stringify(jsonOf(withDetailsInside(diagnosisMessage(diagnosis, probes)).blocks)).replaceAll(
    `:${server.port}`,
    '',
  );
}

it('shows the way of a healthy answer that was redirected', async () => {
  const said = await saidOf(answersByPath({ '/': redirectsTo('/next'), '/next': answersStatus(200) }));
  expect(said).toMatch(
    /Redirects.*302 from .*https:\/\/site\.test\/".*then 200 from .*https:\/\/site\.test\/next/,
  );
});

it('says nothing of a plain and quick one, nor what the cause has said', async () => {
  expect(await saidOf(answersStatus(200))).not.toMatch(/Redirects|first byte/);
  expect(await saidOf(answersByPath({ '/': redirectsTo('/next'), '/next': answersStatus(500) }))).not.toMatch(
    /Redirects/,
  );
});

it('shows where the time of a slow answer went', () => {
  const [finding] = sampleDiagnosis.findings;
  if (finding === undefined) throw new Error('the sample has no finding');
  const message = diagnosisMessage(
    {
      ...sampleDiagnosis,
      verdict: 'healthy',
      rootCause: null,
      findings: [{ ...finding, id: 'http/slow', layer: 'http', severity: 'warning' }],
      results: [{ probe: 'http', layer: 'http', elapsedMs: 1, status: 'ok', facts: httpFacts() }],
    },
    probes,
  );
  expect(JSON.stringify(withDetailsInside(message).blocks)).toContain(
    'queue 0 ms · connect 10 ms · TLS 10 ms · first byte 20 ms · body 1 ms',
  );
});

it('carries what is expected in the button that asks again or follows, and in no other', () => {
  const expected = { status: '2xx', body: 'ok' };
  const certificate = {
    fingerprint256: 'aa',
    notBefore: realNow,
    notAfter: realNow,
    issuer: 'x',
    names: [],
    addresses: [],
  };
  const message = diagnosisMessage(
    {
      ...sampleDiagnosis,
      results: [],
      target: { ...sampleDiagnosis.target, expected },
      certificates: [certificate],
    },
    probes,
  );
  expect(message.buttons).toMatchObject([
    { command: 'check', values: { status: '2xx', expect: 'ok', address: '192.0.2.7' } },
    { command: 'follow', values: { status: '2xx', expect: 'ok', address: '192.0.2.7' } },
    { command: 'explain' },
    { command: 'cert', values: { address: '192.0.2.7' } },
  ]);
  expect(message.buttons?.at(-1)?.values).not.toHaveProperty('expect');
});
