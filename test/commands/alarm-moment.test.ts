import { describe, expect, it, vi } from 'vitest';
import { momentFrom, splitMoment } from '../../commands/alarm/moment.ts';

// A Friday, 15:00 in Berlin.
const clock = { now: new Date('2026-11-27T14:00:00Z'), zone: 'Europe/Berlin' };

describe('until when', () => {
  it.each([
    ['2h', '2026-11-27T16:00:00.000Z'],
    ['90 minutes', '2026-11-27T15:30:00.000Z'],
    ['for 3 days', '2026-11-30T14:00:00.000Z'],
    ['in 2 hours', '2026-11-27T16:00:00.000Z'],
    ['17:30', '2026-11-27T16:30:00.000Z'],
    ['9:00', '2026-11-28T08:00:00.000Z'],
    ['5pm', '2026-11-27T16:00:00.000Z'],
    ['tomorrow', '2026-11-28T08:00:00.000Z'],
    ['tomorrow 9:00', '2026-11-28T08:00:00.000Z'],
    ['Tomorrow at 14:15', '2026-11-28T13:15:00.000Z'],
    ['monday', '2026-11-30T08:00:00.000Z'],
    ['until Friday', '2026-12-04T08:00:00.000Z'],
    ['2026-12-01', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01 14:00', '2026-12-01T13:00:00.000Z'],
    ['2026-12-01T14:00Z', '2026-12-01T14:00:00.000Z'],
    ['1 Dec 14:00', '2026-12-01T13:00:00.000Z'],
    ['1.12.2026 14:00', '2026-12-01T13:00:00.000Z'],
    ['2027-03-28 02:30', '2027-03-28T01:30:00.000Z'],
    ['2027-07-01 10:00', '2027-07-01T08:00:00.000Z'],
  ])('%s', async (typed, moment) => {
    expect((await momentFrom(typed, clock)).toISOString()).toBe(moment);
  });

  it.each([
    ['2026-11-27T23:30:00Z', 'Pacific/Honolulu', 'friday', '2026-12-04T19:00:00.000Z'],
    ['2026-11-27T14:00:00Z', 'Pacific/Kiritimati', 'saturday', '2026-11-27T19:00:00.000Z'],
    ['2026-11-27T04:00:00Z', 'Europe/Berlin', 'friday 10:00', '2026-11-27T09:00:00.000Z'],
    ['2026-11-27T14:00:00Z', 'Europe/Berlin', 'friday at 17:00 EST', '2026-11-27T22:00:00.000Z'],
    ['2026-11-27T23:30:00Z', 'Europe/Berlin', 'friday at 17:00 EST', '2026-12-04T22:00:00.000Z'],
    ['2026-12-31T22:30:00Z', 'Pacific/Kiritimati', '2 Jan', '2027-01-01T19:00:00.000Z'],
    ['2028-02-29T12:00:00Z', 'UTC', '29 Feb', '2032-02-29T09:00:00.000Z'],
    ['2026-11-27T14:00:00Z', 'Pacific/Honolulu', 'a week', '2026-12-04T14:00:00.000Z'],
  ])('at %s in %s: %s', async (at, zone, typed, moment) => {
    // By the clocks of the place alone: whatever this process calls its own zone.
    for (const own of ['UTC', 'Asia/Kathmandu', 'Pacific/Honolulu', 'Pacific/Kiritimati']) {
      vi.stubEnv('TZ', own);
      const read = await momentFrom(typed, { now: new Date(at), zone }).finally(() => vi.unstubAllEnvs());
      expect([own, read.toISOString()]).toEqual([own, moment]);
    }
  });

  it.each(['', 'soon', 'when it is done', '26:00', '2h or so', 'x'.repeat(5000), 'monday to friday'])(
    'is not %s',
    async (typed) => {
      await expect(momentFrom(typed, clock)).rejects.toThrow(
        'is no time I can read. Try 2h, 3d, tomorrow 9:00',
      );
    },
  );

  it.each(['0h', 'yesterday', 'last friday', '2 hours ago', '2020-01-01 10:00'])(
    'is not over: %s',
    async (typed) => {
      await expect(momentFrom(typed, clock)).rejects.toThrow('is over already');
    },
  );

  it.each([
    ['2h DNS is being mended', '2026-11-27T16:00:00.000Z', 'DNS is being mended'],
    ['tomorrow 9:00 waiting for the CA', '2026-11-28T08:00:00.000Z', 'waiting for the CA'],
    ['friday', '2026-12-04T08:00:00.000Z', ''],
  ])('is parted from a reason: %s', async (typed, moment, rest) => {
    expect(await splitMoment(typed, clock)).toEqual({ at: new Date(moment), rest });
  });
});
