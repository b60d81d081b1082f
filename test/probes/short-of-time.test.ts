import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import { fixedLogList } from '../../src/pki/ct/log-list-source.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { fetchIssuers } from '../../src/probes/chain/fetch-issuer.ts';
import { fetchShared } from '../../src/probes/fetch-shared.ts';
import { requestHop } from '../../src/probes/http/request-hop.ts';
import type { ProbeContext } from '../../src/probes/probe.ts';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { readForged } from '../support/certificates/read.ts';
import { realNow } from '../support/diagnosing.ts';
import { startAuthority } from '../support/farm/authority.ts';
import { answersStatus, neverAnswers } from '../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../support/farm/http-server.ts';
import { loopbackNetwork, noSignal } from '../support/loopback.ts';

const root = forgeRoot({ now: realNow });

function newContext(): ProbeContext {
  const now = () => realNow;
  return {
    network: loopbackNetwork(),
    trust: loadTrustStore({ nodeVersion: process.versions.node, anchorsPem: [root.pem] }),
    cache: createMemoryCache(now),
    logList: fixedLogList(),
    now,
    depth: 'all',
    wishes: new Set(),
    signal: noSignal(),
    budgetMs: (most) => most,
  };
}

/** Silent to the first who asks. */
function secondTime(answer: HttpAnswer): HttpAnswer {
  let asked = 0;
  return (exchange) => {
    asked += 1;
    if (asked === 1) neverAnswers();
    else answer(exchange);
  };
}

describe('a check that has no time left', () => {
  it('leaves no failure to another that waits for the same bytes', async () => {
    await using authority = await startAuthority();
    authority.serve('/list', secondTime(answersStatus(200, {}, 'the list')));
    const context = newContext();
    const wanted = { key: 'crl of many', url: authority.url('/list'), maxBytes: 100 };
    const [hurried, patient, other] = await Promise.all([
      fetchShared({ ...wanted, timeoutMs: 50 }, context),
      fetchShared({ ...wanted, timeoutMs: 5000 }, context),
      fetchShared({ ...wanted, timeoutMs: 5000 }, context),
    ]);
    expect(hurried).toMatchObject({ fetched: false, kind: 'timeout' });
    expect([patient.fetched, other.fetched]).toEqual([true, true]);
    expect(authority.count('/list')).toBe(2);
  });

  it('has no issuer held for unreachable that it could not wait for', async () => {
    await using authority = await startAuthority();
    authority.serve('/ca', secondTime(answersStatus(200, {}, root.der)));
    const context = newContext();
    const child = readForged(forgeLeaf(root, { now: realNow, caIssuers: [authority.url('/ca')] }));
    const left = (ms: number) => ({ fetches: 5, leftMs: () => ms });
    expect(await fetchIssuers(child, left(50), context)).toMatchObject([{ url: authority.url('/ca') }]);
    expect(await fetchIssuers(child, left(3000), context)).toMatchObject({ url: authority.url('/ca') });
  });

  it('calls no server silent that was given no time to answer', async () => {
    await using server = await startHttpServer(neverAnswers);
    const context = newContext();
    const verdict = context.network.policy.judge('127.0.0.1', server.port);
    if (!verdict.allowed) throw new Error('loopback is allowed');
    const url = new URL(`http://127.0.0.1:${server.port}/`);
    const asked = { url, address: verdict.address, judged: true, cookies: '' };
    const hurried = await requestHop({ ...asked, timeoutMs: 30 }, context);
    expect(hurried.failure).toMatchObject({ kind: 'aborted', message: 'only 30 ms were left to ask in' });
    const patient = await requestHop({ ...asked, timeoutMs: 600 }, context);
    expect(patient.failure).toMatchObject({ kind: 'timeout' });
  });
});
