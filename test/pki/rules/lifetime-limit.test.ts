import { describe, expect, it } from 'vitest';
import { lifetimeDays, lifetimeLimit } from '../../../src/pki/rules/lifetime-limit.ts';

type Row = readonly [issued: string, days: number | null];

/** Each boundary: the last second before, the first second of, and a leap day. */
const limits: readonly Row[] = [
  ['2012-06-30T23:59:59Z', null],
  ['2012-07-01T00:00:00Z', 1826],
  ['2015-03-31T23:59:59Z', 1827],
  ['2015-04-01T00:00:00Z', 1187],
  ['2016-02-29T12:00:00Z', 1185],
  ['2016-11-30T00:00:00Z', 1186],
  ['2018-02-28T23:59:59Z', 1185],
  ['2018-03-01T00:00:00Z', 825],
  ['2020-08-31T23:59:59Z', 825],
  ['2020-09-01T00:00:00Z', 398],
  ['2026-03-14T23:59:59Z', 398],
  ['2026-03-15T00:00:00Z', 200],
  ['2027-03-14T23:59:59Z', 200],
  ['2027-03-15T00:00:00Z', 100],
  ['2029-03-14T23:59:59Z', 100],
  ['2029-03-15T00:00:00Z', 47],
  ['2040-01-01T00:00:00Z', 47],
];

describe('the limit of a lifetime', () => {
  it.each(limits)('issued %s: %s days', (issued, days) => {
    const limit = lifetimeLimit(new Date(issued));
    expect(limit?.days ?? null).toBe(days);
    if (limit !== null) expect(limit.since <= new Date(issued)).toBe(true);
  });
});

describe('the days of a lifetime', () => {
  const issued = new Date('2026-04-01T00:00:00Z');
  const ending = (ms: number) => ({ notBefore: issued, notAfter: new Date(issued.getTime() + ms) });
  const day = 86_400_000;

  it.each([
    [0, 1],
    [day - 1000, 1],
    [day, 2],
    [200 * day - 1000, 200],
    [200 * day - 999, 201],
    [200 * day, 201],
    [47 * day - 1000, 47],
    [47 * day, 48],
  ])('%s ms between the two dates: %s days', (ms, days) => {
    expect(lifetimeDays(ending(ms))).toBe(days);
  });
});
