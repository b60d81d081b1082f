import { describe, expect, test } from 'vitest';
import { timelineSvg } from '../../../src/views/timeline/draw.ts';
import { fitText, textWidth } from '../../../src/views/timeline/fit-text.ts';
import { timelineOf } from '../../../src/views/timeline/timeline.ts';
import { entryEnding, manyEntries } from '../../support/samples/timeline-entries.ts';
import { noon } from '../../support/store-fixtures.ts';

const svgOf = (...names: readonly string[]) =>
  timelineSvg(
    timelineOf(
      names.map((name, n) => entryEnding(name, 3 + n)),
      noon,
      'UTC',
    ),
  );

/** All texts of a drawing, as a reader would meet them. */
function textsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, inner]) =>
    (inner ?? '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

test('says today, months, what ends when, and what its colours mean', () => {
  const texts = textsIn(svgOf('pay.example', 'sso.example'));
  expect(texts).toEqual(
    expect.arrayContaining([
      'Next 90 days',
      '2 certificates, 21 Sep to 19 Dec',
      'today',
      'Oct',
      'Nov',
      'Dec',
      '2 end',
      'pay.example',
      '24 Sep critical',
      'time left',
      'renewal due',
      'overdue',
      'weekend',
    ]),
  );
});

test('the same certificates give the same drawing', () => {
  const draw = () => timelineSvg(timelineOf(manyEntries(500), noon, 'Europe/Berlin'));
  expect(draw()).toBe(draw());
});

test('a drawing of 2,000 is no larger than one of 100', () => {
  const draw = (count: number) => timelineSvg(timelineOf(manyEntries(count), noon, 'UTC')).length;
  expect(draw(2000)).toBeLessThan(30_000);
});

describe('names that want to be more', () => {
  test('are text', () => {
    const svg = svgOf('</text><script>x</script>', `"'><image href="file:///etc/passwd"/>`, '&lt;!ENTITY x>');
    expect(svg).not.toMatch(/<script|<image|<!ENTITY/);
    expect(textsIn(svg).join('\n')).toContain('&amp;lt;!ENTITY');
  });

  test('hide nothing: controls and marks of direction are shown, what has no letter is a question mark', () => {
    const texts = textsIn(
      svgOf('a\u202eb', 'x\u0000y', '日本.jp', 'münchen.de', 'почта.рф', '\ud800.de', '\ufffe.de'),
    );
    expect(texts).toEqual(
      expect.arrayContaining([
        'a\\u{202e}b',
        'x\\u{0}y',
        '??.jp',
        'münchen.de',
        'почта.рф',
        '\\u{d800}.de',
        '?.de',
      ]),
    );
  });

  test('are cut in the middle, so that they never reach the bars', () => {
    const long = `${'payments-'.repeat(40)}eu-west-1.example.com`;
    const cut = fitText(long, 13, 170);
    expect(textWidth(cut, 13)).toBeLessThanOrEqual(170);
    expect(cut).toMatch(/^payments-.*….*ple\.com$/);
    expect(fitText('W'.repeat(100_000), 13, 170)).toMatch(/^W+…W+$/);
    expect(fitText('short.example', 13, 170)).toBe('short.example');
  });
});

test('no attribute holds a number that is none', () => {
  for (const entries of [[], manyEntries(1), manyEntries(12), manyEntries(500)]) {
    expect(timelineSvg(timelineOf(entries, noon, 'UTC'))).not.toMatch(/NaN|Infinity|undefined/);
  }
});
