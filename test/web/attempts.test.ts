import { expect, it } from 'vitest';
import { createAttempts, networkOf } from '../../src/web/access/attempts.ts';

function clock() {
  let time = Date.parse('2026-11-25T12:00:00Z');
  return {
    now: () => new Date(time),
    pass(ms: number) {
      time += ms;
    },
  };
}

const minute = 60_000;

it('lets an address try ten times in ten minutes, and again as they pass', () => {
  const { now, pass } = clock();
  const attempts = createAttempts(now);
  for (let count = 0; count < 10; count += 1) {
    expect(attempts.waitMs('192.0.2.1')).toBe(0);
    attempts.failed('192.0.2.1');
    pass(minute / 2);
  }
  expect(attempts.waitMs('192.0.2.1')).toBe(5 * minute);
  expect(attempts.waitMs('192.0.2.2')).toBe(0);
  pass(5 * minute);
  expect(attempts.waitMs('192.0.2.1')).toBe(0);
});

it('lets all addresses together try a hundred times, and never shuts out one that has logged in', () => {
  const { now } = clock();
  const attempts = createAttempts(now);
  attempts.succeeded('198.51.100.7');
  for (let count = 0; count < 100; count += 1) attempts.failed(`203.0.113.${count}`);
  expect(attempts.waitMs('192.0.2.1')).toBe(10 * minute);
  expect(attempts.waitMs('198.51.100.7')).toBe(0);
});

it('keeps no more addresses than it has room for', () => {
  const { now } = clock();
  const attempts = createAttempts(now);
  for (let count = 0; count < 10; count += 1) attempts.failed('192.0.2.1');
  for (let count = 0; count < 70_000; count += 1) attempts.failed(`10.${count >> 8}.${count & 255}.1`);
  expect(attempts.waitMs('192.0.2.1')).toBe(10 * minute);
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0000:0000:ffff::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('counts %s as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
