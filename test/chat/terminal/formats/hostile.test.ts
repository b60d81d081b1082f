import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { formatNames } from '../../../../src/chat/terminal/formats/format.ts';
import { manyWriter } from '../../../../src/chat/terminal/formats/many-writers.ts';
import { markdownAnswer } from '../../../../src/chat/terminal/formats/markdown.ts';
import type { Seen } from '../../../../src/chat/terminal/formats/seen.ts';
import { readExposition } from '../../../support/reading/exposition.ts';
import { junitProblems } from '../../../support/reading/junit-shape.ts';
import { readXml } from '../../../support/reading/xml.ts';
import { anyMessage } from '../../../support/samples/any-message.ts';
import { anySeen, nastyText } from '../../../support/samples/hostile-diagnosis.ts';

const now = new Date('2026-11-25T12:00:00Z');
const options = { colour: false, width: 80, zone: 'UTC', failuresFrom: 'error', now: () => now } as const;
/** Each target is looked at once. */
const anyLooks = fc.uniqueArray(anySeen, { minLength: 1, maxLength: 4, selector: ({ name }) => name });

function written(
  format: (typeof formatNames)[number],
  looks: readonly Seen[],
  missed: readonly string[] = [],
): string {
  const writer = manyWriter(format, options);
  return looks.map((one) => writer.seen(one)).join('') + writer.end(missed);
}

/** As GitHub shows it: what stands in code is left out, since no filter looks there. */
function shown(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html.replace(/<pre>[\s\S]*?<\/pre>/g, '').replace(/<code>[\s\S]*?<\/code>/g, '');
}

function expectHarmless(markdown: string): void {
  const html = shown(markdown);
  expect(html).not.toMatch(
    /<(?!\/?(?:p|h[1-6]|ul|ol|li|strong|table|thead|tbody|tr|th|td|hr|em)\b[^>]*\/?>)/,
  );
  const text = html.replace(/<[^>]+>/g, '\n');
  expect(text).not.toMatch(/(^|[^\w`])@[a-z\d]/i);
  expect(text).not.toMatch(/#\d|GH-\d|https?:\/\/|www\./i);
}

describe('what strangers wrote', () => {
  it.each(formatNames)('brings no control, format character or half pair into %s', (format) => {
    fc.assert(
      fc.property(anyLooks, fc.array(nastyText, { maxLength: 3 }), (looks, missed) => {
        const text = written(format, looks, missed);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves JUnit well-formed, in shape and rightly counted', () => {
    fc.assert(
      fc.property(anyLooks, (looks) => {
        const root = readXml(written('junit', looks));
        expect(junitProblems(root)).toEqual([]);
        expect(root.children).toHaveLength(looks.length);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the metrics readable, one sample for each target', () => {
    fc.assert(
      fc.property(anyLooks, (looks) => {
        const shownNames = new Set(looks.map(({ name }) => name));
        const samples = readExposition(written('prometheus', looks)).filter(
          ({ name }) => name === 'probe_success',
        );
        expect(samples).toHaveLength(shownNames.size);
      }),
      { numRuns: 100 },
    );
  });

  it('makes nothing of Markdown that GitHub would act on, and breaks no table', () => {
    fc.assert(
      fc.property(anyLooks, (looks) => {
        const markdown = written('markdown', looks);
        expectHarmless(markdown);
        const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
        expect(html.split('</table>')[0]?.match(/<tr>/g)).toHaveLength(looks.length + 1);
      }),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(anyMessage, (message) => expectHarmless(markdownAnswer(message, { zone: 'UTC', now }))),
      { numRuns: 150 },
    );
  });
});
