import { describe, expect, it } from 'vitest';
import { absoluteText, dateText, knownZone, msText, relativeText } from '../../../src/core/text/time-text.ts';

const now = new Date('2026-11-25T12:00:00Z');
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

function from(ms: number): string {
  return relativeText(new Date(now.getTime() + ms), now);
}

describe('a date in relation to now', () => {
  it.each([
    [0, 'now'],
    [minute - 1, 'now'],
    [minute, 'in 1 minute'],
    [-minute, '1 minute ago'],
    [2 * hour - 1, 'in 119 minutes'],
    [2 * hour, 'in 2 hours'],
    [2 * day - 1, 'in 47 hours'],
    [2 * day, 'in 2 days'],
    [7 * day - 1, 'in 6 days'],
    [-7 * day, '7 days ago'],
    [729 * day, 'in 729 days'],
    [730 * day, 'in 1 year'],
    [-3653 * day, '10 years ago'],
  ])('%d ms away is "%s"', (ms, said) => {
    expect(from(ms)).toBe(said);
  });

  it('says so when it cannot be read', () => {
    const never = new Date(Number.NaN);
    expect(relativeText(never, now)).toBe('at an unreadable time');
    expect(absoluteText(never, 'UTC', now)).toBe('an unreadable date');
  });
});

describe('a date on the clock', () => {
  const at = new Date('2026-12-01T13:00:00Z');

  it.each([
    ['Europe/Berlin', 'Tue 1 Dec, 14:00 CET'],
    ['America/New_York', 'Tue 1 Dec, 08:00 EST'],
    ['UTC', 'Tue 1 Dec, 13:00 UTC'],
    ['Asia/Tokyo', 'Tue 1 Dec, 22:00 GMT+9'],
  ])('is worded for %s', (zone, said) => {
    expect(absoluteText(at, zone, now)).toBe(said);
  });

  it('has the year when it is another one there, not here', () => {
    const midnight = new Date('2026-12-31T23:30:00Z');
    expect(absoluteText(midnight, 'UTC', now)).toBe('Thu 31 Dec, 23:30 UTC');
    expect(absoluteText(midnight, 'Europe/Berlin', now)).toBe('Fri 1 Jan 2027, 00:30 CET');
    expect(absoluteText(new Date('2027-09-01T13:00:00Z'), 'Europe/London', now)).toBe(
      'Wed 1 Sep 2027, 14:00 BST',
    );
  });

  it('is told to the second where that counts, with the day when it is not today', () => {
    const moment = new Date('2026-12-01T23:30:07Z');
    expect(dateText(moment, 'clock', 'UTC', new Date('2026-12-01T08:00:00Z'))).toBe('23:30:07 UTC');
    expect(dateText(moment, 'clock', 'Europe/Berlin', new Date('2026-12-01T08:00:00Z'))).toBe(
      'Wed 2 Dec, 00:30:07 CET',
    );
    expect(dateText(moment, 'clock', 'Asia/Kolkata', moment)).toBe('05:00:07 GMT+5:30');
    expect(dateText(new Date(Number.NaN), 'clock', 'UTC', moment)).toBe('an unreadable time');
  });

  it('comes alone or with the distance', () => {
    expect(dateText(at, 'relative', 'Europe/Berlin', now)).toBe('in 6 days');
    expect(dateText(at, 'absolute', 'Europe/Berlin', now)).toBe('Tue 1 Dec, 14:00 CET');
    expect(dateText(at, 'both', 'Europe/Berlin', now)).toBe('in 6 days (Tue 1 Dec, 14:00 CET)');
  });
});

describe('a zone somebody names', () => {
  it('is taken under its usual name, or not at all', () => {
    expect(knownZone('europe/berlin')).toBe('Europe/Berlin');
    for (const name of ['', 'Mars/Olympus', '<script>', '__proto__']) expect(knownZone(name)).toBeNull();
  });
});

it.each([
  [0, '0 ms'],
  [0.2, '<1 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
])('%d ms reads "%s"', (ms, said) => {
  expect(msText(ms)).toBe(said);
});
