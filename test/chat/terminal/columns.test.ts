import { describe, expect, it } from 'vitest';
import { clipColumns, columnsOf, padColumns } from '../../../src/chat/terminal/columns.ts';

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['日本語', 6],
    ['ｱﾞ', 2],
    ['ＡＢ', 4],
    ['e\u0301', 1],
    ['\u0e01\u0e35\u0e48', 1],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['😀', 2],
    ['👨\u200d👩\u200d👧', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['❤\ufe0f', 2],
    ['1\ufe0f\u20e3', 2],
    ['✓', 1],
    ['→', 1],
    ['\u200b', 0],
  ])('%j takes %d', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('are kept where text is cut, and no character is cut in two', () => {
    expect(clipColumns('日本語です', 6)).toBe('日本…');
    expect(columnsOf(clipColumns('👨\u200d👩\u200d👧👨\u200d👩\u200d👧x', 4))).toBe(3);
    expect(clipColumns('short', 5)).toBe('short');
    expect(padColumns('日', 4)).toBe('日  ');
  });
});
