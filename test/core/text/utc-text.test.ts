import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayText, readMoments, utcText } from '../../../src/core/text/utc-text.ts';

const moment = new Date('2026-12-01T13:00:00Z');

describe('a moment in a sentence', () => {
  it('is worded with its day and its zone, and a day alone without', () => {
    expect(utcText(moment)).toBe('Tue 1 Dec 2026, 13:00 UTC');
    expect(dayText(moment)).toBe('1 Dec 2026');
    expect(utcText(new Date(0))).toBe('Thu 1 Jan 1970, 00:00 UTC');
    expect(dayText(new Date(Number.NaN))).toBe('unreadable');
  });

  it('is found again, to the minute, wherever it stands', () => {
    const minutes = fc
      .date({
        min: new Date('1971-01-01T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((at) => new Date(Math.floor(at.getTime() / 60_000) * 60_000));
    fc.assert(
      fc.property(minutes, fc.string(), fc.string(), (at, before, after) => {
        const pieces = readMoments(`${before} ${utcText(at)} ${after}`);
        const joined = pieces.map((piece) => (typeof piece === 'string' ? piece : utcText(piece))).join('');
        expect(joined).toBe(`${before} ${utcText(at)} ${after}`);
        expect(pieces).toContainEqual(at);
      }),
    );
  });

  it.each([
    'Wed 1 Dec 2026, 13:00 UTC',
    'Tue 31 Feb 2026, 13:00 UTC',
    'Tue 1 Dec 2026, 25:00 UTC',
    '',
    'plain',
  ])('is not read out of %j, which we did not write', (text) => {
    expect(readMoments(text)).toEqual([text]);
  });
});
