import { expect, test } from 'vitest';
import { isFlapping, isQuietAgain } from '../../../src/monitor/conditions/flapping.ts';
import { after, noon } from '../../support/store-fixtures.ts';

const hourMs = 3_600_000;
const turnsAgo = (...hours: readonly number[]) => ({ turns: hours.map((ago) => after(-ago * hourMs)) });

test('five turns within six hours are flapping, four are not', () => {
  expect(isFlapping(turnsAgo(5.9, 4, 3, 2, 1), noon)).toBe(true);
  expect(isFlapping(turnsAgo(4, 3, 2, 1), noon)).toBe(false);
  expect(isFlapping(turnsAgo(6, 4, 3, 2, 1), noon)).toBe(false);
});

test('it is quiet two hours after the last turn', () => {
  expect(isQuietAgain(turnsAgo(5, 2), noon)).toBe(true);
  expect(isQuietAgain(turnsAgo(5, 1.9), noon)).toBe(false);
  expect(isQuietAgain(turnsAgo(), noon)).toBe(true);
});

test('a clock that was set back makes nothing quiet', () => {
  expect(isQuietAgain(turnsAgo(-3), noon)).toBe(false);
});
