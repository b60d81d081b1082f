import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/core/text/shell.ts';
import { shorten } from '../../../src/core/text/shorten.ts';

/** What bash makes of the words: each on its own, ended by NUL. */
function words(line: string): readonly string[] {
  const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return printed.split('\0').slice(0, -1);
}

describe('shellWord', () => {
  it('leaves plain words alone', () => {
    expect(shellWord('api.example.org')).toBe('api.example.org');
    expect(shellWord('192.0.2.7:443')).toBe('192.0.2.7:443');
  });

  it.each([
    ['[2001:db8::7]:443', "'[2001:db8::7]:443'"],
    ['', "''"],
    ["it's", "'it'\\''s'"],
    ['a b;rm -rf $HOME `id` $(id)', "'a b;rm -rf $HOME `id` $(id)'"],
    ['~root', "'~root'"],
    ['=ls', "'=ls'"],
  ])('quotes %j', (text, quoted) => {
    expect(shellWord(text)).toBe(quoted);
  });

  it('writes what acts on a terminal as bytes', () => {
    expect(shellWord('a\u001b[201~\nid\u202eb')).toBe("$'a\\033[201~\\012id\\342\\200\\256b'");
  });

  it('gives bash back the very text, without NUL', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(texts, (list) => {
        expect(words(list.map(shellWord).join(' '))).toEqual(list.map((text) => text.replaceAll('\0', '')));
      }),
      { numRuns: 60 },
    );
  });

  it('gives bash back controls and quotes in any mix', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'\'"\\$`!\n\r\t\u0007\u001b\u007f\u202e 09aé'),
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 40 }), (list) => {
        expect(words(list.map(shellWord).join(' '))).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });
});

describe('shorten', () => {
  it('keeps what fits and cuts the rest at the limit', () => {
    expect(shorten('a'.repeat(200))).toBe('a'.repeat(200));
    expect(shorten('a'.repeat(201))).toBe(`${'a'.repeat(197)}...`);
  });

  it('never splits a character', () => {
    expect(shorten('\u{1f600}'.repeat(10), 10)).toBe(`${'\u{1f600}'.repeat(3)}...`);
  });
});
