import { expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { parseNetworks, parsePorts } from '../../src/net/networks.ts';

test('reads networks and addresses, commas or blanks between, into canonical CIDR', () => {
  expect(parseNetworks('10.1.0.0/16, 192.168.7.7  FD12:0::/48\n::ffff:10.0.0.0/104,')).toEqual([
    '10.1.0.0/16',
    '192.168.7.7/32',
    'fd12::/48',
    '10.0.0.0/8',
  ]);
  expect(parseNetworks('  ')).toEqual([]);
});

test.each([
  '10/8',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '010.0.0.0/8',
  '0x0a.0.0.0/8',
  'localhost',
  'fd12::/129',
  'fe80::%1/10',
  '10.0.0.*',
  '[::1]',
])('%s is refused by name', (entry) => {
  expect(() => parseNetworks(`127.0.0.1, ${entry}`)).toThrow(UserError);
  expect(() => parseNetworks(`127.0.0.1, ${entry}`)).toThrow(JSON.stringify(entry));
});

test('an address inside a network is no network, and both meanings are offered', () => {
  expect(() => parseNetworks('10.1.2.3/8')).toThrow('Write 10.0.0.0/8 for all of it or 10.1.2.3/32');
  expect(() => parseNetworks('fd12::1/47')).toThrow('Write fd12::/47 for all of it or fd12::1/128');
});

test('ports are numbers from 1 to 65535', () => {
  expect(parsePorts('25, 6379 65535')).toEqual([25, 6379, 65_535]);
  for (const entry of ['0', '65536', 'ssh', '-1', '1.5']) {
    expect(() => parsePorts(entry)).toThrow(`DENIED_PORTS: "${entry}" is not a port`);
  }
});
