import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownAnswer } from '../../src/chat/terminal/formats/markdown.ts';
import { renderTerminal } from '../../src/chat/terminal/render.ts';
import { stripSvg } from '../../src/views/strip/draw.ts';
import { stripOf } from '../../src/views/strip/strip.ts';
import { stripWords } from '../../src/views/strip/words.ts';
import { timelineSvg } from '../../src/views/timeline/draw.ts';
import { timelineOf } from '../../src/views/timeline/timeline.ts';
import { timelineWords } from '../../src/views/timeline/words.ts';
import { readXml } from '../support/reading/xml.ts';
import { hostileMessage, hostileText } from '../support/samples/hostile-message.ts';
import { pastOf } from '../support/samples/strip-days.ts';
import { entryEnding } from '../support/samples/timeline-entries.ts';
import { noon } from '../support/store-fixtures.ts';

const now = new Date('2026-11-24T12:00:00Z');
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('text of strangers', () => {
  it.each([true, false])('moves no cursor and hides nothing in a terminal (colour: %j)', (colour) => {
    fc.assert(
      fc.property(hostileMessage, fc.integer({ min: 20, max: 200 }), (message, width) => {
        const shown = renderTerminal(message, { colour, width, zone: 'UTC', now });
        // Colours and weights of our own are all that may be there.
        const bare = colour ? shown.replace(/\u001b\[\d{1,3}(?:;\d{1,3})*m/g, '') : shown;
        expect(bare.replaceAll('\n', '')).not.toMatch(hidden);
        if (colour) expect(shown.match(/\u001b\[\d*[^m\d;]/)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('hides nothing in markdown', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const text = markdownAnswer(message, { zone: 'UTC', now });
        expect(text.replaceAll('\n', '')).not.toMatch(hidden);
      }),
      { numRuns: 200 },
    );
  });

  it('is text in drawings, and plain in their words', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const strip = stripOf(name, pastOf(3));
        if (strip === null) throw new Error('no strip');
        const timeline = timelineOf([entryEnding(name, 4)], noon, 'UTC');
        for (const svg of [stripSvg(strip), timelineSvg(timeline)]) {
          expect(svg).not.toMatch(hidden);
          readXml(svg);
          const tags = new Set([...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, tag]) => tag));
          for (const tag of tags)
            expect(['svg', 'g', 'title', 'rect', 'line', 'path', 'circle', 'text', 'tspan']).toContain(tag);
        }
        for (const words of [stripWords(strip), timelineWords(timeline)]) expect(words).not.toMatch(hidden);
      }),
      { numRuns: 200 },
    );
  });
});
