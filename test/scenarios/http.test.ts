import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../support/diagnosing.ts';
import * as answers from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };

describe('HTTP: one root cause each, bounded in bytes', () => {
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
