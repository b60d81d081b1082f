import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/diagnosis.ts';
import type { FindingId } from '../../src/core/finding.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { type DnsServerSettings, startDnsServer } from '../support/dns-server.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';

type Row = readonly [string, DnsServerSettings, Verdict, FindingId];

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const here = { [host]: { A: ['127.0.0.1'] } };

const rows: readonly Row[] = [
  ['no such name', {}, 'broken', 'dns/nxdomain'],
  ['no address', { records: { [host]: { TXT: ['x'] } } }, 'broken', 'dns/no-address'],
  [
    'SERVFAIL',
    { behaviours: { '*': { servfail: { code: 22, text: 'no reachable authority' } } } },
    'broken',
    'dns/servfail',
  ],
  ['bogus DNSSEC', { records: here, behaviours: { '*': 'bogus' } }, 'broken', 'dns/dnssec-bogus'],
  ['refused', { behaviours: { '*': 'refused' } }, 'unknown', 'dns/refused'],
  [
    'alias loop',
    { records: { [host]: { CNAME: 'b.test' }, 'b.test': { CNAME: host } } },
    'broken',
    'dns/cname-loop',
  ],
  ['dangling alias', { records: { [host]: { CNAME: 'gone.cdn.test' } } }, 'broken', 'dns/cname-dangling'],
];

describe('DNS: one root cause each', () => {
  it.each(rows)('%s', async (_name, settings, verdict, finding) => {
    await using dns = await startDnsServer(settings);
    const diagnosis = await diagnoseTarget(openEngine({ dnsServers: [dns.address] }), host);
    expectDiagnosis(diagnosis, { verdict, finding });
    expect(
      diagnosis.results
        .filter((one) => one.status === 'skipped')
        .every((one) => 'because' in one && one.because === 'dns'),
    ).toBe(true);
  });

  it('names the resolver that never answers', async () => {
    await using dns = await startDnsServer({ behaviours: { '*': 'silent' } });
    const diagnose = openEngine({ dnsServers: [dns.address], deadlineMs: 900 });
    const diagnosis = await diagnoseTarget(diagnose, host);
    expect(diagnosis.rootCause?.id).toBe('dns/timeout');
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain(dns.address);
  });

  it('takes a truncated answer over TCP', async () => {
    await using dns = await startDnsServer({ records: here, behaviours: { '*': 'truncated' } });
    await using server = await startTlsServer({ chain, key });
    const diagnose = openEngine({ dnsServers: [dns.address], anchorsPem });
    expect((await diagnoseTarget(diagnose, `tls://${host}:${server.port}`)).verdict).toBe('healthy');
    expect(dns.queries.some((query) => query.overTcp)).toBe(true);
  });
});
