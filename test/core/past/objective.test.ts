import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  budgetMs,
  objectiveOf,
  objectiveText,
  parseObjective,
  percentText,
} from '../../../src/core/past/objective.ts';

const dayMs = 86_400_000;

describe('objectives', () => {
  it.each([
    ['99.9', 30 * dayMs, 43 * 60_000 + 12_000],
    ['99.99 %', 30 * dayMs, 4 * 60_000 + 19_200],
    ['99,999%', 30 * dayMs, 25_920],
    ['99', 100 * dayMs, dayMs],
    ['99.5', 365 * dayMs, 1.825 * dayMs],
  ])('%s of the time leaves its budget', (typed, ms, budget) => {
    expect(budgetMs(parseObjective(typed), ms)).toBe(budget);
  });

  it.each(['100', '49.9', '0.999', '99.', '99.1234567', '-99', '1e1', 'four nines', '', '99.9.9'])(
    'refuses %j',
    (typed) => {
      expect(() => parseObjective(typed)).toThrow(/is not an objective/);
    },
  );

  it('are the same as a share and as typed', () => {
    expect(objectiveOf(0.999)).toEqual(parseObjective('99.9'));
    expect(objectiveOf(0.9999)).toEqual(parseObjective('99.99'));
    expect(objectiveOf(0.99999)).toEqual(parseObjective('99.999'));
    fc.assert(
      fc.property(fc.integer({ min: 50_000_000, max: 99_999_999 }), (millionths) => {
        const typed = `${String(millionths).slice(0, 2)}.${String(millionths).slice(2)}`;
        expect(parseObjective(objectiveText(parseObjective(typed)))).toEqual(parseObjective(typed));
        expect(objectiveOf(millionths / 100_000_000)).toEqual(parseObjective(typed));
      }),
    );
  });

  it('never round up to what was not reached', () => {
    expect(percentText(999_999, 1_000_000, 2)).toBe('99.99 %');
    expect(percentText(1_000_000, 1_000_000, 2)).toBe('100 %');
    expect(percentText(0, 0, 2)).toBe('0 %');
    expect(percentText(1, 3, 0)).toBe('33 %');
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 8 }), (part, decimals) => {
        fc.pre(part >= 0 && part < Number.MAX_SAFE_INTEGER);
        expect(percentText(part, part + 1, decimals)).not.toMatch(/^100/);
      }),
    );
  });
});
