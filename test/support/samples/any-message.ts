import fc from 'fast-check';
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  type Rung,
  type RungMark,
  tones,
} from '../../../src/core/message.ts';

/** Text as a stranger would send it: controls, escapes, bidi marks, markup, lone surrogates, and words. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]{0,8}$/),
  fc
    .array(
      fc.constantFrom(
        '\ud800',
        '\udfff',
        '\u001b[31m',
        '\u009b2J',
        '\u202e',
        '\u2066',
        '</p>',
        '"',
        "'",
        '&',
        ' ',
        'a',
        '日本',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.constant('<script>alert(1)</script>'),
);

const anyWho = anyText.map((name) => ({ platform: 'console', kind: 'user', id: name, name }) as const);
const anyDate = fc.date({ noInvalidDate: false });

const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text', 'strong', 'code'), text: anyText }) as fc.Arbitrary<Inline>,
  fc.record({
    kind: fc.constant('link' as const),
    text: anyText,
    url: fc.oneof(anyText, fc.webUrl(), fc.constant('javascript:alert(1)')),
  }),
  fc.record({
    kind: fc.constant('date' as const),
    at: anyDate,
    style: fc.constantFrom('relative' as const, 'absolute' as const, 'both' as const, 'clock' as const),
  }),
  fc.record({ kind: fc.constantFrom('mention' as const, 'person' as const), who: anyWho }),
);
const anyInlines = fc.array(anyInline, { maxLength: 5 });

const marks: readonly RungMark[] = ['good', 'warning', 'bad', 'unknown', 'waiting', 'later', 'not-reached'];
const anyRung: fc.Arbitrary<Rung> = fc.record({
  mark: fc.constantFrom(...marks),
  label: anyText,
  value: anyText,
  elapsedMs: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
});

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('paragraph' as const, 'note' as const), inlines: anyInlines }),
  fc.record({ kind: fc.constantFrom('heading' as const, 'code' as const), text: anyText }),
  fc.record({ kind: fc.constant('ladder' as const), rungs: fc.array(anyRung, { maxLength: 6 }) }),
  fc.record({ kind: fc.constant('labelled' as const), label: anyText, inlines: anyInlines }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(anyInlines, { maxLength: 4 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(anyText, { maxLength: 4 }),
    rows: fc.array(fc.array(anyText, { maxLength: 5 }), { maxLength: 4 }),
  }),
  fc.constant({ kind: 'divider' as const }),
);

const anyButton: fc.Arbitrary<Button> = fc.record({
  label: anyText,
  command: anyText,
  values: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
});

/** Any message at all, every string of it hostile. */
export const anyMessage: fc.Arbitrary<Message> = fc.record({
  tone: fc.constantFrom(...tones),
  title: anyInlines,
  blocks: fc.array(anyBlock, { maxLength: 6 }),
  buttons: fc.array(anyButton, { maxLength: 3 }),
  summary: anyText,
});
