import { describe, expect, it } from 'vitest';
import { momentOf, offsetMs } from '../../../src/core/text/wall-time.ts';

const berlin = 'Europe/Berlin';
const at = (month: number, day: number, hour: number, minute = 0) => ({
  year: 2026,
  month,
  day,
  hour,
  minute,
});

describe('a wall clock', () => {
  it.each([
    ['in winter', at(1, 15, 9), berlin, '2026-01-15T08:00:00.000Z'],
    ['in summer', at(7, 15, 9), berlin, '2026-07-15T07:00:00.000Z'],
    ['in an hour that summer time leaves out', at(3, 29, 2, 30), berlin, '2026-03-29T01:30:00.000Z'],
    ['in an hour that comes twice: the first', at(10, 25, 2, 30), berlin, '2026-10-25T00:30:00.000Z'],
    ['before such an hour', at(10, 25, 1, 59), berlin, '2026-10-24T23:59:00.000Z'],
    ['after such an hour', at(10, 25, 3), berlin, '2026-10-25T02:00:00.000Z'],
    ['of half an hour', at(1, 15, 9), 'Asia/Kolkata', '2026-01-15T03:30:00.000Z'],
    ['at the date line', at(1, 15, 9), 'Pacific/Auckland', '2026-01-14T20:00:00.000Z'],
    ['behind', at(1, 15, 23, 30), 'America/New_York', '2026-01-16T04:30:00.000Z'],
    ['of no zone', at(12, 31, 23, 59), 'UTC', '2026-12-31T23:59:00.000Z'],
    ['that skips half an hour', at(10, 4, 2, 10), 'Australia/Lord_Howe', '2026-10-03T15:40:00.000Z'],
  ])('%s', (_name, wall, zone, moment) => {
    expect(momentOf(wall, zone).toISOString()).toBe(moment);
  });

  it('is ahead of UTC by its offset', () => {
    expect(offsetMs(new Date('2026-07-01T00:00:30.500Z'), berlin)).toBe(7_200_000);
    expect(offsetMs(new Date('2026-01-01T00:00:00Z'), 'America/St_Johns')).toBe(-3.5 * 3_600_000);
  });
});
