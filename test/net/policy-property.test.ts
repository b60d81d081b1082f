import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAddressPolicy } from '../../src/net/policy.ts';

const policy = createAddressPolicy({ allowedNetworks: [], deniedPorts: [] });

type V4Range = { readonly base: number; readonly bits: number };
const refusedV4: readonly V4Range[] = (
  [
    [[0, 0, 0, 0], 8],
    [[10, 0, 0, 0], 8],
    [[100, 64, 0, 0], 10],
    [[127, 0, 0, 0], 8],
    [[169, 254, 0, 0], 16],
    [[172, 16, 0, 0], 12],
    [[192, 0, 0, 0], 24],
    [[192, 0, 2, 0], 24],
    [[192, 168, 0, 0], 16],
    [[198, 18, 0, 0], 15],
    [[198, 51, 100, 0], 24],
    [[203, 0, 113, 0], 24],
    [[224, 0, 0, 0], 3],
    [[168, 63, 129, 16], 32],
  ] as const
).map(([[a, b, c, d], bits]) => ({ base: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, bits }));

const refusedAddress = fc
  .tuple(fc.constantFrom(...refusedV4), fc.nat({ max: 0xffffffff }))
  .map(([{ base, bits }, random]) => (bits === 32 ? base : (base | (random >>> bits)) >>> 0));

function quad(address: number): [number, number, number, number] {
  return [address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff];
}

function groups(address: number): string {
  return `${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`;
}

const octal = (value: number): string => (value === 0 ? '0' : `0${value.toString(8)}`);

/** Every way of writing, or of wrapping, an IPv4 address that some parser or router takes. */
const spellings: readonly ((address: number) => string)[] = [
  (address) => quad(address).join('.'),
  (address) => String(address),
  (address) => `0x${address.toString(16)}`,
  (address) =>
    quad(address)
      .map((octet) => `0x${octet.toString(16)}`)
      .join('.'),
  (address) => quad(address).map(octal).join('.'),
  (address) => `${address >>> 24}.${address & 0xffffff}`,
  (address) => `${address >>> 24}.${(address >>> 16) & 0xff}.${address & 0xffff}`,
  (address) => `::ffff:${quad(address).join('.')}`,
  (address) => `::FFFF:${groups(address).toUpperCase()}`,
  (address) => `0:0:0:0:0:ffff:${groups(address)}`,
  (address) => `::${quad(address).join('.')}`,
  (address) => `::${groups(address)}`,
  (address) => `::ffff:0:${groups(address)}`,
  (address) => `64:ff9b::${groups(address)}`,
  (address) => `64:ff9b::${quad(address).join('.')}`,
  (address) => `64:ff9b:1::${groups(address)}`,
  (address) => `2002:${groups(address)}::1`,
  (address) => `2001:0:${groups(address)}::f7f7:f7f7`,
  (address) => `2001:0:808:808::${groups(~address >>> 0)}`,
  (address) => `2a00:1450::5efe:${groups(address)}`,
];

test('an address of a refused range is refused in every spelling and wrapping', () => {
  fc.assert(
    fc.property(refusedAddress, fc.constantFrom(...spellings), (address, spell) => {
      expect(policy.judge(spell(address), 443).allowed, spell(address)).toBe(false);
    }),
    { numRuns: 5000 },
  );
});

const refusedPrefixes = [
  'fc',
  'fd',
  'fe8',
  'feb',
  'fec',
  'ff',
  '01',
  '04',
  '4',
  '5f00',
  '8',
  'c',
  '20010db8',
  '3fff0',
  '20010002',
];

test('an IPv6 address outside what is routed publicly is refused', () => {
  const digits = fc.stringMatching(/^[0-9a-f]{32}$/);
  fc.assert(
    fc.property(fc.constantFrom(...refusedPrefixes), digits, (prefix, random) => {
      const hex = (prefix + random).slice(0, 32);
      const address = hex.replace(/(.{4})(?!$)/g, '$1:');
      // 2001:2::/48 has its third group fixed.
      const judged = prefix === '20010002' ? address.replace(/^(2001:0002):..../, '$1:0000') : address;
      expect(policy.judge(judged, 443).allowed, judged).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test('what is allowed is dialled in a form that judges the same and holds no other address', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV6(), fc.ipV4()), (ip) => {
      const verdict = policy.judge(ip, 443);
      if (!verdict.allowed) return;
      expect(policy.judge(verdict.address.ip, 443)).toEqual(verdict);
      expect(verdict.address.ip.includes(':')).toBe(verdict.address.family === 6);
    }),
    { numRuns: 3000 },
  );
});
