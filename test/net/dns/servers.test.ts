import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { createDnsClient } from '../../../src/net/dns/client.ts';
import { parseDnsServers, systemDnsServers } from '../../../src/net/dns/servers.ts';

test('reads DNS_SERVERS, port 53 unless written', () => {
  expect(parseDnsServers('127.0.0.1:5353, [::1]:53  9.9.9.9,[2620:fe::fe] 2620:fe::9 fe80::1%eth0')).toEqual([
    '127.0.0.1:5353',
    '[::1]:53',
    '9.9.9.9:53',
    '[2620:fe::fe]:53',
    '[2620:fe::9]:53',
    '[fe80::1%eth0]:53',
  ]);
  expect(parseDnsServers('')).toEqual([]);
});

test.each([
  'dns.example',
  '9.9.9',
  '9.9.9.9:0',
  '9.9.9.9:65536',
  '9.9.9.9:',
  '[9.9.9.9',
  '::1]:53',
  '[::1]53',
  'https://9.9.9.9',
])('%s is refused by name', (entry) => {
  expect(() => parseDnsServers(entry)).toThrow(UserError);
  expect(() => parseDnsServers(entry)).toThrow(`DNS_SERVERS: ${JSON.stringify(entry)}`);
  expect(() => createDnsClient({ servers: [entry] })).toThrow(UserError);
});

test("the system's resolvers come in a form the client takes", () => {
  expect(createDnsClient({ servers: systemDnsServers() }).servers).toEqual(systemDnsServers());
});
