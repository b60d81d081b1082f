import { describe, expect, it } from 'vitest';
import type { Depth } from '../../src/core/depth.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { DnssecFacts } from '../../src/probes/dnssec.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { startDnsServer, type TestDnsServer } from '../support/dns/dns-server.ts';
import { startSignedServer } from '../support/dns/signed-server.ts';
import { forgeTree } from '../support/dns/signed-tree.ts';
import { noSignal } from '../support/loopback.ts';
import { withDeadlines } from '../support/with-deadlines.ts';

const host = 'api.example.test';
const tree = forgeTree({ '.': {}, test: {}, 'example.test': { records: ['api A 127.0.0.1'] } }, realNow);
const plain = { records: { [host]: { A: ['127.0.0.1'] }, one: { A: ['127.0.0.1'] } } };

function engineAt(dns: TestDnsServer) {
  return openEngine({ dnsServers: [dns.address], dnssecAnchors: tree.anchors });
}

type Engine = ReturnType<typeof openEngine>;

async function dnssecOf(
  diagnose: Engine,
  typed: string,
  depth: Depth = 'dns',
  address: string | null = null,
) {
  const diagnosis = await diagnose(parseTarget(typed, address), { depth, signal: noSignal() });
  const result = diagnosis.results.find(({ probe }) => probe === 'dnssec');
  return { diagnosis, result, facts: result?.status === 'ok' ? (result.facts as DnssecFacts) : null };
}

function signedQuestions({ queries }: TestDnsServer): readonly string[] {
  return queries.filter(({ dnssecOk }) => dnssecOk).map(({ name, type }) => `${name} ${type}`);
}

describe('the probe of DNSSEC', () => {
  it('tells the chain from the root down, with few questions and none twice', async () => {
    await using dns = await startSignedServer({ zones: tree.zones });
    const { facts } = await dnssecOf(engineAt(dns), host);
    expect(facts?.state).toBe('secure');
    expect(facts?.zones.map(({ zone, state }) => `${zone} ${state}`)).toEqual([
      '. secure',
      'test secure',
      'example.test secure',
    ]);
    const asked = signedQuestions(dns);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeLessThanOrEqual(10);
  });

  it('holds its tongue behind a resolver without signatures, and asks it no more for a minute', async () => {
    await using dns = await startDnsServer(plain);
    const diagnose = engineAt(dns);
    const first = await dnssecOf(diagnose, host);
    expect(first.facts?.state).toBe('indeterminate');
    expect(
      first.diagnosis.findings.filter(({ id }) => id.startsWith('dns/') && id.includes('dnssec')),
    ).toEqual([]);
    const asked = signedQuestions(dns).length;
    expect([...new Set(signedQuestions(dns))].toSorted()).toEqual([
      '. DNSKEY',
      `${host} A`,
      `${host} AAAA`,
      `${host} CAA`,
    ]);
    expect((await dnssecOf(diagnose, host)).facts?.state).toBe('indeterminate');
    expect(signedQuestions(dns)).toHaveLength(asked);
  });

  it.each<readonly [string, string | null, Depth]>([
    ['127.0.0.1', null, 'dns'],
    ['one', null, 'dns'],
    [host, '127.0.0.1', 'dns'],
    [host, null, 'certificate'],
  ])('has nothing to ask about %s at %s, depth %s', async (typed, address, depth) => {
    await using dns = await startDnsServer(plain);
    const { facts } = await dnssecOf(engineAt(dns), `tls://${typed}:9`, depth, address);
    expect(facts).toBeNull();
    expect(signedQuestions(dns)).toEqual([]);
  });

  it('does not ask a resolver that never answers', async () => {
    await using dns = await startDnsServer({ behaviours: { '*': 'silent' } });
    await withDeadlines(700, async (deadlineMs) => {
      const { result } = await dnssecOf(openEngine({ dnsServers: [dns.address], deadlineMs }), host);
      expect(result?.status).toBe('skipped');
    });
    expect(signedQuestions(dns)).toEqual([]);
  });
});
