import { expect, it, vi } from 'vitest';
import { createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import { parseTarget } from '../../src/core/target.ts';
import { fixedLogList } from '../../src/pki/ct/log-list-source.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { pathProbe } from '../../src/probes/path.ts';
import { realNow } from '../support/diagnosing.ts';
import { loopbackNetwork } from '../support/loopback.ts';
import { patience } from '../support/patience.ts';

/** RFC 5737: nobody is there. */
const network = loopbackNetwork({ allowedNetworks: ['198.51.100.0/24'] });

it('the look at the way ends at once when its signal fires, and leaves no program and no socket', async () => {
  const verdict = network.policy.judge('198.51.100.7', 443);
  if (!verdict.allowed) throw new Error(verdict.rule);
  const { address } = verdict;
  const stop = new AbortController();
  const now = () => realNow;
  const unreached = { kind: 'failed', failure: 'timeout', errno: null } as const;
  const facts = { addresses: [{ address, state: unreached, elapsedMs: 2000 }], open: [] };
  const before = openHandles();
  const running = pathProbe.run(
    parseTarget('https://site.test'),
    {
      tcp: { probe: 'tcp', layer: 'tcp', elapsedMs: 0, status: 'failed', facts },
      tls: { probe: 'tls', layer: 'tls', elapsedMs: 0, status: 'skipped' },
    } as never,
    {
      network,
      trust: loadTrustStore({ nodeVersion: process.versions.node, anchorsPem: [] }),
      cache: createMemoryCache(now),
      logList: fixedLogList(),
      now,
      depth: 'all',
      wishes: new Set(['path'] as const),
      signal: stop.signal,
      budgetMs: (most) => most,
    },
  );
  await new Promise((done) => setImmediate(done));
  const firedAt = performance.now();
  stop.abort();
  const outcome = await running;
  expect(performance.now() - firedAt).toBeLessThan(1000);
  expect(outcome).toMatchObject({ facts: { looks: [{ why: 'no-connection', distance: null }] } });
  await vi.waitFor(() => expect(openHandles()).toBeLessThanOrEqual(before), patience);
});

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect|UDP|Process/.test(kind))
    .length;
}
