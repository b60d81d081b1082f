import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { speaks } from '../support/farm/raw-servers.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';
import { freePort } from '../support/processes/free-port.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };

describe('addresses', () => {
  it('is refused where nothing listens', async () => {
    const diagnosis = await diagnoseTarget(openEngine(), `${host}:${await freePort()}`, '127.0.0.1');
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'tcp/refused' });
    expect(diagnosis.rootCause?.reproduce).toContain('127.0.0.1');
  });

  it('names the one dead address of several', async () => {
    await using one = await startTlsServer({ ...identity, host: '127.0.0.1' });
    await using other = await startTlsServer({ ...identity, host: '127.0.0.2', port: one.port });
    await using dns = await startDnsServer({
      records: { [host]: { A: ['127.0.0.1', other.address, '127.0.0.3'] } },
    });
    const diagnose = openEngine({ anchorsPem, dnsServers: [dns.address] });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${one.port}`);
    expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'tcp/some-addresses-down' });
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain('127.0.0.3');
  });

  it('names an IPv6 that is dead while IPv4 works', async () => {
    await using server = await startTlsServer({ ...identity, host: '127.0.0.1' });
    await using dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1'], AAAA: ['::1'] } } });
    const diagnose = openEngine({ anchorsPem, dnsServers: [dns.address] });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${server.port}`);
    expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'tcp/ipv6-broken' });
  });

  it('tells the address that still serves the old certificate', async () => {
    const fresh = forgeScenario('healthy', { now: realNow });
    const old = forgeScenario('renewal-due', { now: realNow });
    await using one = await startTlsServer({ ...fresh, host: '127.0.0.1' });
    await using _other = await startTlsServer({ ...old, host: '127.0.0.2', port: one.port });
    await using dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1', '127.0.0.2'] } } });
    const diagnose = openEngine({ anchorsPem: fresh.anchorsPem + old.anchorsPem, dnsServers: [dns.address] });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${one.port}`);
    expect(diagnosis.rootCause?.id).toBe('tls/addresses-differ');
    expect(diagnosis.findings.map((finding) => finding.id)).toContain('certificate/renewed-not-deployed');
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain('127.0.0.2');
  });

  it('names the address whose handshake fails while another completes', async () => {
    await using one = await startTlsServer({ ...identity, host: '127.0.0.1' });
    await using _other = await speaks('ssh', { host: '127.0.0.2', port: one.port });
    await using dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1', '127.0.0.2'] } } });
    const diagnose = openEngine({ anchorsPem, dnsServers: [dns.address] });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${one.port}`);
    expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'tls/some-addresses-fail' });
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain('127.0.0.2');
  });

  it('looks at one backend when an address is given, without asking DNS', async () => {
    await using server = await startTlsServer(identity);
    await using dns = await startDnsServer({ records: {} });
    const diagnose = openEngine({ anchorsPem, dnsServers: [dns.address] });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${server.port}`, '127.0.0.1');
    expect(diagnosis.verdict).toBe('healthy');
    expect(dns.queries).toEqual([]);
  });

  it('honours the hosts file and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-hosts-'));
    const hostsFile = join(folder, 'hosts');
    await writeFile(hostsFile, `127.0.0.1 ${host}\n`);
    await using server = await startTlsServer(identity);
    const diagnosis = await diagnoseTarget(
      openEngine({ anchorsPem, hostsFile }),
      `tls://${host}:${server.port}`,
    );
    expect(diagnosis.verdict).toBe('healthy');
    const said = diagnosis.findings.find((finding) => finding.id === 'dns/hosts-file');
    expect(JSON.stringify(said)).toContain(hostsFile);
  });
});

describe('the address policy', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '[fd00:ec2::254]',
  ])('refuses %s and names the variable', async (typed) => {
    const diagnosis = await diagnoseTarget(openEngine({ allowedNetworks: [] }), typed);
    expectDiagnosis(diagnosis, { verdict: 'unknown', finding: 'target/not-allowed' });
    expect(JSON.stringify(diagnosis.rootCause)).toContain('ALLOWED_NETWORKS');
  });

  it('decides by the resolved address, and dials nothing', async () => {
    await using server = await startTlsServer(identity);
    await using dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1'] } } });
    const diagnose = openEngine({ allowedNetworks: [], dnsServers: [dns.address] });
    const diagnosis = await diagnoseTarget(diagnose, `${host}:${server.port}`);
    expect(diagnosis.rootCause?.id).toBe('target/not-allowed');
    expect(server.connections()).toBe(0);
  });
});
