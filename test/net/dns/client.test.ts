import { expect, test } from 'vitest';
import type { DnsAnswer } from '../../../src/net/dns/answer.ts';
import { createDnsClient } from '../../../src/net/dns/client.ts';
import { type DnsServerSettings, startDnsServer } from '../../support/dns/dns-server.ts';
import { noSignal } from '../../support/loopback.ts';

const patient = { signal: noSignal(), timeoutMs: 5000 };

async function ask(settings: DnsServerSettings, type = 'A', name = 'api.test', timeoutMs = 5000) {
  await using dns = await startDnsServer(settings);
  const client = createDnsClient({ servers: [dns.address] });
  const answer = await client.ask({ name, type }, { signal: noSignal(), timeoutMs });
  return { answer, dns };
}

function answered(answer: DnsAnswer) {
  if (answer.status === 'answered') return answer;
  throw new Error(`${answer.reason}: ${JSON.stringify(answer.tried)}`);
}

const api = { 'api.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'], ttl: 60 } };

test('answers with records, TTLs and who said it', async () => {
  const { answer, dns } = await ask({ records: api });
  expect(answer).toMatchObject({
    status: 'answered',
    rcode: 'NOERROR',
    records: [
      { name: 'api.test', type: 'A', ttl: 60, data: '192.0.2.1' },
      { name: 'api.test', type: 'A', ttl: 60, data: '192.0.2.2' },
    ],
    authority: [],
    authenticated: false,
    extendedErrors: [],
    server: dns.address,
    overTcp: false,
  });
  expect((await ask({ records: api }, 'AAAA')).answer).toMatchObject({ records: [{ data: '2001:db8::1' }] });
});

test('asks for AD without DO, 1232 octets, and CD only when told to', async () => {
  await using dns = await startDnsServer({ records: api });
  const client = createDnsClient({ servers: [dns.address] });
  await client.ask({ name: 'API.test.', type: 'A' }, patient);
  await client.ask({ name: 'api.test', type: 'A', checkingDisabled: true }, patient);
  expect(dns.queries).toMatchObject([
    { name: 'api.test', authenticData: true, dnssecOk: false, checkingDisabled: false, udpPayloadSize: 1232 },
    { checkingDisabled: true },
  ]);
});

test('every query has an id and a source port of its own', async () => {
  await using dns = await startDnsServer({ records: api });
  const client = createDnsClient({ servers: [dns.address] });
  await Promise.all(Array.from({ length: 20 }, () => client.ask({ name: 'api.test', type: 'A' }, patient)));
  expect(new Set(dns.queries.map(({ fromPort }) => fromPort)).size).toBe(20);
  expect(new Set(dns.queries.map(({ id }) => id)).size).toBeGreaterThan(15);
});

test('the kinds of no are told apart', async () => {
  const soa = [{ name: 'test', type: 'SOA', data: 'ns.test hostmaster.test 1 7200 900 1209600 60' }];
  const { answer: absent } = await ask({ records: {} }, 'A', 'absent.test');
  expect(absent).toMatchObject({ rcode: 'NXDOMAIN', records: [] });
  expect(answered(absent).authority).toMatchObject([{ type: 'SOA', ttl: 60 }]);
  const { answer: noData } = await ask({ records: api }, 'MX');
  expect(noData).toMatchObject({ rcode: 'NOERROR', records: [] });
  expect(answered(noData).authority).toMatchObject([
    { ...soa[0], name: 'api.test', data: expect.stringContaining('hostmaster') },
  ]);
  expect((await ask({ behaviours: { 'api.test': 'refused' } })).answer).toMatchObject({ rcode: 'REFUSED' });
  expect((await ask({ behaviours: { 'api.test': 'servfail' } })).answer).toMatchObject({ rcode: 'SERVFAIL' });
  expect((await ask({ behaviours: { 'api.test': 'nodata' } })).answer).toMatchObject({ rcode: 'NOERROR' });
});

test('an alias comes with what it leads to', async () => {
  const records = {
    'api.test': { CNAME: 'Edge.test' },
    'edge.test': { CNAME: 'node.test' },
    'node.test': { A: ['192.0.2.9'] },
  };
  expect(
    answered((await ask({ records })).answer).records.map(({ name, type, data }) => [name, type, data]),
  ).toEqual([
    ['api.test', 'CNAME', 'edge.test'],
    ['edge.test', 'CNAME', 'node.test'],
    ['node.test', 'A', '192.0.2.9'],
  ]);
});

test('a validating resolver is heard: AD, and the extended error behind a SERVFAIL', async () => {
  expect((await ask({ records: api, behaviours: { 'api.test': 'authenticated' } })).answer).toMatchObject({
    authenticated: true,
  });
  await using dns = await startDnsServer({ records: api, behaviours: { 'api.test': 'bogus' } });
  const client = createDnsClient({ servers: [dns.address] });
  expect(await client.ask({ name: 'api.test', type: 'A' }, patient)).toMatchObject({
    rcode: 'SERVFAIL',
    extendedErrors: [{ code: 6, name: 'DNSSEC Bogus', text: '' }],
  });
  expect(await client.ask({ name: 'api.test', type: 'A', checkingDisabled: true }, patient)).toMatchObject({
    rcode: 'NOERROR',
    records: [{ data: '192.0.2.1' }, { data: '192.0.2.2' }],
  });
});

test('the text of an extended error is cut and stripped of control characters', async () => {
  const text = `\u0007<!channel>\r\n\u202e${'x'.repeat(900)}`;
  const { answer } = await ask({ behaviours: { 'api.test': { servfail: { code: 22, text } } } });
  const [error] = answered(answer).extendedErrors;
  expect(error).toMatchObject({ code: 22, name: 'No Reachable Authority' });
  expect(error?.text).toHaveLength(201);
  expect(error?.text.startsWith('<!channel> xxx')).toBe(true);
});

test('what is truncated, or does not fit into UDP, is asked again over TCP', async () => {
  const forced = await ask({ records: api, behaviours: { 'api.test': 'truncated' } });
  expect(forced.answer).toMatchObject({ overTcp: true, records: [{}, {}] });
  expect(forced.dns.queries.map(({ overTcp }) => overTcp)).toEqual([false, true]);
  const many = {
    'api.test': { A: Array.from({ length: 2000 }, (_, index) => `10.0.${index >> 8}.${index & 0xff}`) },
  };
  const large = answered((await ask({ records: many })).answer);
  expect(large.overTcp).toBe(true);
  expect(large.records).toHaveLength(2000);
});

test('a server that does not know EDNS is asked without', async () => {
  const { answer, dns } = await ask({ records: api, behaviours: { 'api.test': 'no-edns' } });
  expect(answer).toMatchObject({ rcode: 'NOERROR', records: [{}, {}] });
  expect(dns.queries.map(({ udpPayloadSize }) => udpPayloadSize)).toEqual([1232, null]);
});

test('types without a reader come in hexadecimal, by name or number', async () => {
  const records = { 'api.test': { TYPE65280: [Buffer.from('c0de', 'hex'), Buffer.alloc(0)] } };
  expect((await ask({ records }, 'TYPE65280')).answer).toMatchObject({
    records: [{ type: 'TYPE65280', data: '\\# 2 c0de' }, { data: '\\# 0' }],
  });
});

test('what cannot be asked is answered without a packet', async () => {
  await using dns = await startDnsServer();
  const client = createDnsClient({ servers: [dns.address] });
  for (const name of [
    '',
    'a..b',
    `${'a'.repeat(64)}.test`,
    `${'a.'.repeat(128)}test`,
    '192.0.2.1',
    'ünï.test\u4e00',
  ]) {
    expect(await client.ask({ name, type: 'A' }, patient)).toMatchObject({
      status: 'no-answer',
      reason: 'malformed',
    });
  }
  expect(await createDnsClient({ servers: [] }).ask({ name: 'a.test', type: 'A' }, patient)).toMatchObject({
    reason: 'no-servers',
  });
  await expect(client.ask({ name: 'a.test', type: 'BOGUS' }, patient)).rejects.toThrow(
    '"BOGUS" is not a DNS record type',
  );
  expect(dns.queries).toEqual([]);
});
