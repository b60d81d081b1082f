import { describe, expect, test } from 'vitest';
import { createAddressPolicy, defaultDeniedPorts } from '../../src/net/policy.ts';

function judge(ip: string, allowedNetworks: readonly string[] = [], port = 443) {
  return createAddressPolicy({ allowedNetworks, deniedPorts: defaultDeniedPorts }).judge(ip, port);
}

function ruleOf(ip: string, ...allowedNetworks: readonly string[]): string {
  const verdict = judge(ip, allowedNetworks);
  return verdict.allowed ? `allowed ${verdict.address.ip}` : verdict.rule;
}

test.each([
  ['93.184.216.34', 4],
  ['192.31.196.1', 4],
  ['172.15.255.255', 4],
  ['172.32.0.0', 4],
  ['100.63.255.255', 4],
  ['100.128.0.0', 4],
  ['169.253.255.255', 4],
  ['223.255.255.255', 4],
  ['2606:2800:220:1::1', 6],
  ['2620:4f:8000::1', 6],
  ['2a00:1450::200e', 6],
  ['64:ff9b::8.8.8.8', 6],
] as const)('%s is public', (ip, family) => {
  expect(judge(ip)).toMatchObject({ allowed: true, address: { family, port: 443 } });
});

describe('refused by what the address is', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['10.0.0.0', 'private network (RFC 1918)'],
    ['10.255.255.255', 'private network (RFC 1918)'],
    ['172.16.0.0', 'private network (RFC 1918)'],
    ['172.31.255.255', 'private network (RFC 1918)'],
    ['192.168.0.1', 'private network (RFC 1918)'],
    ['100.64.0.0', 'carrier-grade NAT (RFC 6598)'],
    ['100.127.255.255', 'carrier-grade NAT (RFC 6598)'],
    ['169.254.0.1', 'link-local'],
    ['fe80::1', 'link-local'],
    ['febf:ffff::1', 'link-local'],
    ['fc00::1', 'unique local address (RFC 4193)'],
    ['fdff:ffff::1', 'unique local address (RFC 4193)'],
    ['fec0::1', 'site-local (RFC 3879)'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['192.0.0.8', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['198.18.0.1', 'benchmarking (RFC 2544, RFC 5180)'],
    ['2001:2::1', 'benchmarking (RFC 2544, RFC 5180)'],
    ['2001:10::1', 'reserved'],
    ['100::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['5f00::1', 'reserved'],
  ])('%s: %s', (ip, rule) => {
    expect(ruleOf(ip)).toBe(rule);
  });
});

describe('no spelling slips past', () => {
  test.each([
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:7f00:0001',
    '::FFFF:7F00:1',
    '::127.0.0.1',
    '::7f00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::127.0.0.1',
    '64:ff9b:1:7f00:0:100::',
    '2002:7f00:1::',
    '2002:7f00:1:dead:beef::1',
    '2606:2800::5efe:7f00:1',
    '2606:2800::200:5efe:127.0.0.1',
  ])('loopback as %s', (ip) => {
    expect(judge(ip).allowed).toBe(false);
  });

  test('Teredo is judged by its server and by its client, whose bits are flipped', () => {
    expect(ruleOf('2001:0:a00:1::f7f7:f7f7')).toBe('private network (RFC 1918)');
    expect(ruleOf('2001:0:808:808::80ff:fffe')).toBe('loopback');
    expect(ruleOf('2001:0:808:808::f7f7:f7f7')).toBe('allowed 2001:0:808:808::f7f7:f7f7');
  });

  test('the local NAT64 prefix stays shut even when what it hides is public', () => {
    expect(ruleOf('64:ff9b:1::8.8.8.8')).toBe('reserved');
    expect(ruleOf('64:ff9b:1::8.8.8.8', '64:ff9b:1::/48')).toBe('allowed 64:ff9b:1::808:808');
    expect(ruleOf('64:ff9b:1::10.0.0.1', '64:ff9b:1::/48')).toBe('private network (RFC 1918)');
    expect(ruleOf('64:ff9b:1:a00:0:100::', '64:ff9b:1::/48')).toBe('private network (RFC 1918)');
  });

  test('what is not a plain address is refused, whatever is allowed', () => {
    for (const ip of [
      '',
      'localhost',
      '[::1]',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '1.1.1.1/32',
      '1.1.1.1 ',
      '::g',
    ]) {
      expect(judge(ip, ['0.0.0.0/0', '::/0'])).toMatchObject(
        ip === '1.2.3'
          ? { allowed: true, address: { ip: '1.2.0.3' } }
          : { allowed: false, rule: 'not an IP address' },
      );
    }
    expect(ruleOf('fe80::1%eth0', '::/0')).toBe('address with a zone');
    expect(ruleOf('2606:2800::1%1', '::/0')).toBe('address with a zone');
  });
});

describe('ALLOWED_NETWORKS', () => {
  test('opens what it lists, and the address is dialled in its canonical form', () => {
    expect(ruleOf('10.1.2.3', '10.1.0.0/16')).toBe('allowed 10.1.2.3');
    expect(ruleOf('10.2.0.1', '10.1.0.0/16')).toBe('private network (RFC 1918)');
    expect(ruleOf('0x7f.1', '127.0.0.1')).toBe('allowed 127.0.0.1');
    expect(ruleOf('FD12:0:0::0007', 'fd12::/64')).toBe('allowed fd12::7');
    expect(judge('::ffff:10.1.2.3', ['10.1.2.3'])).toMatchObject({
      allowed: true,
      address: { ip: '10.1.2.3', family: 4 },
    });
    expect(ruleOf('::1', '::1')).toBe('allowed ::1');
    expect(ruleOf('10.1.2.3', '::ffff:10.1.2.3')).toBe('allowed 10.1.2.3');
  });

  test('has to list the hidden address too, not only the wrapping', () => {
    expect(ruleOf('64:ff9b::10.0.0.1', '64:ff9b::/96')).toBe('private network (RFC 1918)');
    expect(ruleOf('64:ff9b::10.0.0.1', '10.0.0.1')).toBe('allowed 64:ff9b::a00:1');
    expect(ruleOf('2002:a00:1::', '::/0')).toBe('private network (RFC 1918)');
    expect(ruleOf('::7f00:1', '127.0.0.0/8')).toBe('reserved');
  });

  test('says what an administrator would add', () => {
    expect(judge('10.1.2.3')).toMatchObject({ variable: 'ALLOWED_NETWORKS', entry: '10.1.2.3/32' });
    expect(judge('::ffff:10.1.2.3')).toMatchObject({ entry: '10.1.2.3/32' });
    expect(judge('64:ff9b::10.1.2.3')).toMatchObject({ entry: '10.1.2.3/32' });
    expect(judge('fd00:0:0::1')).toMatchObject({ entry: 'fd00::1/128' });
  });
});

describe('cloud metadata needs an entry of its own', () => {
  const everything = ['0.0.0.0/0', '::/0', '169.254.0.0/16', '169.254.169.254/31', 'fd00:ec2::/64'];
  test.each([
    '169.254.169.254',
    '169.254.169.253',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
  ])('%s', (ip) => {
    expect(ruleOf(ip)).toBe('cloud metadata');
    expect(ruleOf(ip, ...everything)).toBe('cloud metadata');
  });

  test('which covers the mapped spelling, and no other address', () => {
    expect(ruleOf('169.254.169.254', '169.254.169.254')).toBe('allowed 169.254.169.254');
    expect(ruleOf('::ffff:a9fe:a9fe', '169.254.169.254/32')).toBe('allowed 169.254.169.254');
    expect(ruleOf('fd00:ec2::254', 'fd00:ec2::254/128')).toBe('allowed fd00:ec2::254');
    expect(ruleOf('169.254.169.253', '169.254.169.254')).toBe('cloud metadata');
  });
});

describe('ports', () => {
  test('are free but for the deny list', () => {
    for (const port of [1, 22, 25, 443, 6379, 65_535]) expect(judge('1.1.1.1', [], port).allowed).toBe(true);
    expect(judge('1.1.1.1', [], 19)).toEqual({
      allowed: false,
      rule: 'denied port',
      variable: 'DENIED_PORTS',
      entry: null,
    });
  });

  test('have to be ports', () => {
    for (const port of [0, -1, 65_536, 1.5, Number.NaN])
      expect(judge('1.1.1.1', [], port).allowed).toBe(false);
  });
});
