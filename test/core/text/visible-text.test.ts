import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleLine, visibleLines } from '../../../src/core/text/visible-text.ts';
import { anyText } from '../../support/samples/any-message.ts';

describe('foreign text', () => {
  it.each([
    ['plain, é, 日本, 🎉 and العربية', 'plain, é, 日本, 🎉 and العربية'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['a\r\nb\tc\u0000', 'a\\u{d}\\u{a}b\\u{9}c\\u{0}'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['\u009b2J\u0085', '\\u{9b}2J\\u{85}'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['half \ud83c', 'half \\u{d83c}'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
  ])('%j shows what it hides', (typed, shown) => {
    expect(visibleLine(typed)).toBe(shown);
  });

  it('keeps its lines where lines are wanted', () => {
    expect(visibleLines('a\n\tb\r\nc\rd')).toEqual(['a', '  b', 'c\\u{d}d']);
  });

  it('never moves a cursor or turns the direction', () => {
    const hidden = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u;
    fc.assert(
      fc.property(anyText, (typed) => {
        expect(visibleLine(typed)).not.toMatch(hidden);
        expect(visibleLines(typed).join('')).not.toMatch(hidden);
      }),
      { numRuns: 500 },
    );
  });
});
