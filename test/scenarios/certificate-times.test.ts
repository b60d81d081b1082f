import { describe, expect, it } from 'vitest';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, type EngineSettings, openEngine, realNow } from '../support/diagnosing.ts';
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

describe('the dates of a chain: one root cause each', () => {
  it('lets a private authority issue for 901 days', async () => {
    const diagnosis = await look('long-lived', 'private');
    expect(diagnosis.findings.map(({ id }) => id)).not.toContain('certificate/lifetime-over-limit');
    expect(diagnosis.verdict).toBe('healthy');
  });
});
