import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timelinePart } from '../../../src/views/timeline/draw.ts';
import { pageLayouts } from '../../../src/views/timeline/look.ts';
import { timelineOf } from '../../../src/views/timeline/timeline.ts';
import { entryEnding } from '../../support/samples/timeline-entries.ts';
import { noon } from '../../support/store-fixtures.ts';

it('holds only our own tags and attributes, whatever names and spans there are', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"><script>x</script>', "' onload='x", '&lt;\u202e\u0000]]>'),
  );
  const entry = fc
    .tuple(name, fc.integer({ min: -99, max: 900 }), fc.integer({ min: 1, max: 900 }), fc.boolean())
    .map(([each, left, life, isLinked]) => ({
      ...entryEnding(each, left, life),
      ...(isLinked ? { href: `/endpoint/${each}` } : {}),
    }));
  const view = fc.record({
    from: fc.integer({ min: -90, max: 800 }),
    days: fc.integer({ min: 7, max: 400 }),
    rows: fc.constant(24),
  });
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 6 }),
      view,
      fc.constantFrom(...pageLayouts),
      (all, span, layout) => {
        const svg = timelinePart(timelineOf(all, noon, 'UTC', span), layout);
        const tags = new Set([...svg.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag));
        expect(
          [...tags].filter((tag) => !/^(svg|g|a|rect|line|path|circle|text|tspan|title)$/.test(tag ?? '')),
        ).toEqual([]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined|[\p{Cc}\p{Cf}\p{Cs}]| style=| on\w+="/u);
      },
    ),
    { numRuns: 60 },
  );
});
