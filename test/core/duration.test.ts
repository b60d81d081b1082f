import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/core/text/duration.ts';

describe('lengths of time', () => {
  test.each([
    ['30s', 30_000],
    ['15 min', 900_000],
    ['12 hours', 43_200_000],
    ['2weeks', 1_209_600_000],
  ])('%s', (typed, ms) => {
    expect(parseDuration(typed)).toBe(ms);
  });

  test.each(['500ms', '2 months', '5mo', '0s', '10', ''])('%j is none', (typed) => {
    expect(() => parseDuration(typed)).toThrow('is not a length of time');
  });
});
