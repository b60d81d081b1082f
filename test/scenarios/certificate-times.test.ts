import { describe, expect, it } from 'vitest';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';
import {
  diagnoseTarget,
  type EngineSettings,
  type Expected,
  expectDiagnosis,
  openEngine,
  realNow,
} from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';

async function look(name: ScenarioName, trusted: 'public' | 'private' = 'public') {
  const { host, chain, key, anchorsPem } = forgeScenario(name, { now: realNow });
  await using server = await startHttpServer(answersStatus(200), { chain, key });
  const unrelated = forgeScenario('healthy', { now: realNow }).anchorsPem;
  const settings: EngineSettings =
    trusted === 'public' ? { anchorsPem } : { anchorsPem: unrelated, extraCaPem: anchorsPem };
  return await diagnoseTarget(openEngine(settings), `${host}:${server.port}`, '127.0.0.1');
}

/** Beside those of certificate.test.ts. */
const rows: readonly (readonly [ScenarioName, Expected['verdict'], Expected['finding']])[] = [
  ['renewal-overdue', 'degraded', 'certificate/renewal-overdue'],
  ['renewal-critical', 'degraded', 'certificate/renewal-overdue'],
  ['expires-in-hours', 'degraded', 'certificate/expires-in-hours'],
  ['short-lived', 'healthy', null],
  ['short-lived-before-half', 'healthy', null],
  ['short-lived-due', 'healthy', 'certificate/renewal-due'],
  ['short-lived-overdue', 'degraded', 'certificate/renewal-overdue'],
  ['short-lived-last-hours', 'degraded', 'certificate/renewal-overdue'],
  ['longest-allowed', 'healthy', null],
  ['a-second-too-long', 'degraded', 'certificate/lifetime-over-limit'],
  ['not-yet-valid-intermediate', 'broken', 'chain/intermediate-not-yet-valid'],
];

describe('the dates of a chain: one root cause each', () => {
  it.each(rows)('%s: %s, %s', async (name, verdict, finding) => {
    expectDiagnosis(await look(name), { verdict, finding });
  });

  it('lets a private authority issue for 901 days', async () => {
    const diagnosis = await look('long-lived', 'private');
    expect(diagnosis.findings.map(({ id }) => id)).not.toContain('certificate/lifetime-over-limit');
    expect(diagnosis.verdict).toBe('healthy');
  });
});
