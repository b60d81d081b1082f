import { describe, expect, test } from 'vitest';
import { readCron } from '../../src/monitor/timing/cron.ts';
import { digestSlot, nextDigestSlot, nextDigestSlots } from '../../src/monitor/timing/schedule.ts';

const berlin = 'Europe/Berlin';

function between(cron: string, zone: string, from: string, to: string): readonly string[] {
  const times = { cron: readCron(cron), zone };
  const slots: string[] = [];
  for (let at = nextDigestSlot(times, new Date(from)); at !== null && at < new Date(to); ) {
    slots.push(at.toISOString());
    at = nextDigestSlot(times, at);
  }
  return slots;
}

describe('on the night of a clock change', () => {
  const repeated = ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'] as const;
  const skipped = ['2027-03-27T12:00:00Z', '2027-03-28T12:00:00Z'] as const;

  test('half past two comes once, skipped or repeated', () => {
    expect(between('30 2 * * *', berlin, ...repeated)).toEqual(['2026-10-25T00:30:00.000Z']);
    expect(between('30 2 * * *', berlin, ...skipped)).toEqual(['2027-03-28T01:00:00.000Z']);
  });

  test.each(['0 2,9 * * *', '0 2-9/7 * * *'])('so does each of several hours: %s', (cron) => {
    expect(between(cron, berlin, ...repeated)).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ]);
    expect(between(cron, berlin, ...skipped)).toEqual([
      '2027-03-28T01:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
    ]);
  });

  test('every second hour is at even hours of the wall, none twice', () => {
    const night = between('0 */2 * * *', berlin, '2026-10-24T21:00:00Z', '2026-10-25T05:00:00Z');
    expect(night).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ]);
  });

  test('midnight that does not exist, and clocks that move by half an hour', () => {
    expect(between('0 0 * * *', 'Africa/Cairo', '2026-04-23T00:00:00Z', '2026-04-24T12:00:00Z')).toEqual([
      '2026-04-23T22:00:00.000Z',
    ]);
    const lordHowe = between(
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-02T12:00:00Z',
      '2026-10-05T12:00:00Z',
    );
    expect(lordHowe).toHaveLength(3);
  });

  test.each(['30 2 * * *', '0 2,3 * * 0,6', '0 * * * *'])(
    'what came last is what was to come next, all year long: %s',
    (typed) => {
      const times = { cron: readCron(typed), zone: berlin };
      const slots = nextDigestSlots(times, new Date('2026-03-27T12:00:00Z'), 400);
      for (const [index, slot] of slots.entries()) {
        expect(digestSlot(times, slot)).toEqual(slot);
        const before = slots[index - 1];
        if (before !== undefined) expect(digestSlot(times, new Date(slot.getTime() - 1))).toEqual(before);
      }
    },
  );
});

test('day of month and day of week, both given: either counts', () => {
  expect(between('0 9 1 * 1', 'UTC', '2026-09-26T00:00:00Z', '2026-10-06T00:00:00Z')).toEqual([
    '2026-09-28T09:00:00.000Z',
    '2026-10-01T09:00:00.000Z',
    '2026-10-05T09:00:00.000Z',
  ]);
});

test('a day that comes every four years has a next one, and perhaps none before', () => {
  const times = { cron: readCron('0 9 29 2 *'), zone: 'UTC' };
  expect(nextDigestSlot(times, new Date('2026-09-21T12:00:00Z'))).toEqual(new Date('2028-02-29T09:00:00Z'));
});

describe('what somebody typed', () => {
  test.each([
    ['  30   8 * *  1-5 ', '30 8 * * 1-5'],
    ['0 9 * * MON-FRI', '0 9 * * MON-FRI'],
    ['@daily', '0 0 * * *'],
    ['@Weekly', '0 0 * * 0'],
    ['0 */6 * * *', '0 0,6,12,18 * * *'],
    ['0 0-23 * * *', '0 * * * *'],
    ['5 8-18/5 L * *', '5 8,13,18 L * *'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(readCron(typed)).toBe(kept);
  });

  test.each([
    ['*/5 * * * *', 'more often than hourly'],
    ['0,30 9 * * *', 'more often than hourly'],
    ['0,59 9 * * *', 'more often than hourly'],
    ['* * * * *', 'more often than hourly'],
    ['0 9 30 2 *', 'never comes'],
    ['30 8 https://[::1]:9/ * 1-5', 'is not cron'],
    ['30 8 12:00 * *', 'is not cron'],
    ['constructor', 'five fields'],
    ['', 'five fields'],
    ['0 9 * *', 'five fields'],
    ['0 0 9 * * *', 'five fields'],
    ['0 24 * * *', 'five fields'],
    ['60 9 * * *', 'five fields'],
    ['0 9 * * 8', 'five fields'],
    ['0 9 0 * *', 'five fields'],
    ['0 9 * 13 *', 'five fields'],
    ['0 17-9 * * *', 'five fields'],
    ['0 2/12 * * *', 'five fields'],
    ['0 9 * * fri-', 'five fields'],
    ['@reboot', 'five fields'],
  ])('%s is refused', (typed, reason) => {
    expect(() => readCron(typed)).toThrow(reason);
  });
});
