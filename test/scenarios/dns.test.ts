import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../support/diagnosing.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';
import { withDeadlines } from '../support/with-deadlines.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const here = { [host]: { A: ['127.0.0.1'] } };

describe('DNS: one root cause each', () => {
  it('names the resolver that never answers', async () => {
    await using dns = await startDnsServer({ behaviours: { '*': 'silent' } });
    await withDeadlines(900, async (deadlineMs) => {
      const diagnose = openEngine({ dnsServers: [dns.address], deadlineMs });
      const diagnosis = await diagnoseTarget(diagnose, host);
      expect(diagnosis.rootCause?.id).toBe('dns/timeout');
      expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain(dns.address);
    });
  });

  it('takes a truncated answer over TCP', async () => {
    await using dns = await startDnsServer({ records: here, behaviours: { '*': 'truncated' } });
    await using server = await startTlsServer({ chain, key });
    const diagnose = openEngine({ dnsServers: [dns.address], anchorsPem });
    expect((await diagnoseTarget(diagnose, `tls://${host}:${server.port}`)).verdict).toBe('healthy');
    expect(dns.queries.some((query) => query.overTcp)).toBe(true);
  });
});
