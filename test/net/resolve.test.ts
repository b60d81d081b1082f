import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostAndPort, resolveAllowed } from '../../src/net/resolve.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { loopbackNetwork, noSignal } from '../support/loopback.ts';
import { withDeadlines } from '../support/with-deadlines.ts';

const patient = { signal: noSignal(), timeoutMs: 5000 };

test('host and port of a URL; other schemes and passwords have none', () => {
  const read = (url: string) => hostAndPort(new URL(url));
  expect(read('https://Example.org/x')).toEqual({ host: 'example.org', port: 443 });
  expect(read('http://example.org.:8080')).toEqual({ host: 'example.org', port: 8080 });
  expect(read('http://[::1]/')).toEqual({ host: '::1', port: 80 });
  expect(read('http://0x7f.1/')).toEqual({ host: '127.0.0.1', port: 80 });
  for (const url of [
    'ldap://a.test/',
    'file:///etc/passwd',
    'http://u:p@a.test/',
    'http://u@a.test/',
    'data:,x',
  ]) {
    expect(read(url)).toBeNull();
  }
});

test('names come from DNS, IPv4 first, each address once', async () => {
  const records = {
    'api.test': { CNAME: 'edge.test' },
    'edge.test': { A: ['127.0.0.2', '127.0.0.3', '127.0.0.2'], AAAA: ['::1'] },
  };
  await using dns = await startDnsServer({ records });
  const network = loopbackNetwork({ dnsServers: [dns.address] });
  expect(await resolveAllowed({ host: 'API.test', port: 443 }, network, patient)).toMatchObject({
    resolved: true,
    source: 'dns',
    addresses: [{ ip: '127.0.0.2', port: 443, family: 4 }, { ip: '127.0.0.3' }, { ip: '::1', family: 6 }],
  });
});

test('the hosts file outranks DNS, a literal needs neither', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-resolve-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'hosts'), '127.0.0.9 api.test\n');
  await using dns = await startDnsServer({ records: { 'api.test': { A: ['127.0.0.2'] } } });
  const network = loopbackNetwork({ dnsServers: [dns.address], hostsFile: join(folder, 'hosts') });
  expect(await resolveAllowed({ host: 'api.test', port: 443 }, network, patient)).toMatchObject({
    source: 'hosts-file',
    addresses: [{ ip: '127.0.0.9' }],
  });
  expect(await resolveAllowed({ host: '::ffff:127.0.0.5', port: 443 }, network, patient)).toMatchObject({
    source: 'literal',
    addresses: [{ ip: '127.0.0.5', family: 4 }],
  });
  expect(dns.queries).toEqual([]);
});

test('what the policy refuses is left out; when nothing is left, the rule and the setting are named', async () => {
  const records = {
    'mixed.test': { A: ['10.0.0.1', '127.0.0.2', '169.254.169.254'] },
    'inside.test': { A: ['10.0.0.1'], AAAA: ['fd00::1'] },
    'metadata.test': { CNAME: 'metadata.google.internal' },
    'metadata.google.internal': { A: ['169.254.169.254'] },
  };
  await using dns = await startDnsServer({ records });
  const network = loopbackNetwork({ dnsServers: [dns.address] });
  expect(await resolveAllowed({ host: 'mixed.test', port: 80 }, network, patient)).toMatchObject({
    addresses: [{ ip: '127.0.0.2' }],
  });
  expect(await resolveAllowed({ host: 'inside.test', port: 80 }, network, patient)).toMatchObject({
    resolved: false,
    kind: 'refused',
    rule: 'private network (RFC 1918)',
    message:
      'inside.test leads to an address that is not dialled (private network (RFC 1918); ALLOWED_NETWORKS=10.0.0.1/32 would allow it).',
    refusal: { variable: 'ALLOWED_NETWORKS', entry: '10.0.0.1/32' },
  });
  expect(await resolveAllowed({ host: 'metadata.test', port: 80 }, network, patient)).toMatchObject({
    rule: 'cloud metadata',
  });
  expect(await resolveAllowed({ host: '127.0.0.1', port: 19 }, network, patient)).toMatchObject({
    kind: 'refused',
    message: 'Port 19 of 127.0.0.1 is not dialled (denied port).',
  });
});

test('an address smuggled in beside the question is not used', async () => {
  await using dns = await startDnsServer({
    records: {
      'other.test': { A: ['127.0.0.66'] },
      'loop.test': { CNAME: 'pool.test' },
      'pool.test': { CNAME: 'loop.test' },
    },
    behaviours: {
      'api.test': ({ id }) => {
        // Asked for api.test, answers with an address of evil.test.
        const record = '046576696c047465737400 0001 0001 0000003c 0004 7f000042'.replaceAll(' ', '');
        const reply = Buffer.from(`0000818000010001000000000361706904746573740000010001${record}`, 'hex');
        reply.writeUInt16BE(id, 0);
        return reply;
      },
    },
  });
  const network = loopbackNetwork({ dnsServers: [dns.address] });
  expect(
    await resolveAllowed({ host: 'api.test', port: 80 }, network, { ...patient, timeoutMs: 200 }),
  ).toMatchObject({
    resolved: false,
  });
  expect(await resolveAllowed({ host: 'loop.test', port: 80 }, network, patient)).toMatchObject({
    kind: 'not-found',
    message: 'loop.test has no address.',
  });
});

test('every way of not resolving has its kind and its sentence', async () => {
  await using dns = await startDnsServer({
    records: { 'empty.test': { TXT: ['x'] } },
    behaviours: { 'broken.test': 'servfail', 'silent.test': 'silent' },
  });
  const network = loopbackNetwork({ dnsServers: [dns.address] });
  const resolve = (host: string, options = patient) => resolveAllowed({ host, port: 443 }, network, options);
  expect(await resolve('absent.test')).toMatchObject({
    kind: 'not-found',
    rule: 'NXDOMAIN',
    message: 'absent.test does not exist.',
  });
  expect(await resolve('empty.test')).toMatchObject({
    kind: 'not-found',
    message: 'empty.test has no address.',
  });
  expect(await resolve('broken.test')).toMatchObject({ kind: 'dns-failed', rule: 'SERVFAIL' });
  await withDeadlines(60, async (timeoutMs) => {
    expect(await resolve('silent.test', { ...patient, timeoutMs })).toMatchObject({
      kind: 'dns-failed',
      message: 'No DNS server answered for silent.test (timeout).',
    });
  });
  expect(await resolve('a b.test')).toMatchObject({
    kind: 'invalid',
    message: '"a b.test" is not a host name.',
  });
  const stopped = { signal: AbortSignal.abort(), timeoutMs: 5000 };
  expect(await resolve('api.test', stopped)).toMatchObject({ kind: 'aborted' });
});
