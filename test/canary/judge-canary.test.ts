import { expect, it } from 'vitest';
import { judgeCanary } from '../../src/canary/judge-canary.ts';
import { certificateEnding, newEndpoint, noon, sightingOf } from '../support/store-fixtures.ts';
import { watchStage } from '../support/watch-stage.ts';

it('is not content with a verdict: somebody has to be told', async () => {
  await using stage = await watchStage();
  const { store } = stage;
  const seen = async (host: string, rootCause: string | null, fingerprint256: string) => {
    const endpoint = await store.endpoints.add(newEndpoint(host), noon);
    if (endpoint === null) throw new Error('it is there already');
    const certificate = certificateEnding(86_400_000 * 60, fingerprint256);
    const verdict = rootCause === null ? 'healthy' : 'broken';
    await store.endpoints.recordLook(sightingOf(endpoint.id, { verdict, rootCause, certificate }), [], noon);
    return endpoint;
  };
  const endpoints = {
    expired: await seen('expired.example', 'certificate/expired', 'aa'.repeat(32)),
    revoked: await seen('revoked.example', 'revocation/revoked', 'bb'.repeat(32)),
    healthy: await seen('healthy.example', null, 'cc'.repeat(32)),
  };
  expect(await judgeCanary(store, endpoints, noon)).toEqual([
    { listener: 'expired', words: 'no alarm was opened about the expired certificate' },
    { listener: 'revoked', words: 'no alarm was opened about the revoked certificate' },
  ]);
});
