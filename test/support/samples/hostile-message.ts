import fc from 'fast-check';
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  type RungMark,
  tones,
} from '../../../src/core/message.ts';
import type { Mention } from '../../../src/core/people.ts';

/** What a certificate, a banner or a DNS record may say, to call somebody, lead somewhere, hide or break out. */
const bait = fc.constantFrom(
  // Calls and marks of Slack.
  ...[
    '<!channel>',
    '<!here|x>',
    '<!everyone>',
    '<@U012AB3CD>',
    '<#C012AB3CD|x>',
    '<!subteam^S012AB3CD>',
    '<!date^0^{date}|x>',
  ],
  ...[
    '<https://evil.example|bank>',
    '<mailto:a@evil.example|x>',
    ':rotating_light:',
    '&lt;!channel&gt;',
    '&amp;lt;',
    '&#60;@U1&#62;',
  ],
  // Of Discord.
  ...[
    '@everyone',
    '@here',
    '<@300000000000000009>',
    '<@&300000000000000009>',
    '<#1>',
    '<:x:1>',
    '<a:x:1>',
    '<t:0:R>',
    '</check:1>',
    '<id:guide>',
  ],
  ...[
    '||spoiler||',
    '[bank](https://evil.example)',
    '[a](<https://evil.example>)',
    'https://evil.example/',
    'http:\\\\evil.example',
    'discord.gg/x',
  ],
  // Markup of both, of pages, of terminals.
  ...[
    '```',
    '``',
    '`',
    '~~~',
    '**',
    '__',
    '~~',
    '\\',
    '# ',
    '## ',
    '-# ',
    '> ',
    '>>> ',
    '- ',
    '* ',
    '1. ',
    '_',
    '*',
    '~',
    '|',
    '](',
    '[',
    '(',
    ')',
  ],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    '<!--',
    ']]>',
    '<![CDATA[',
    '{{x}}',
    '$x',
    '&quot;',
    'javascript:alert(1)',
  ],
  ...[
    '\u001b[31m',
    '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
    '\u001b]0;title\u0007',
    '\u001b[2J',
    '\u009b2J',
    '\u0007',
    '\u0008',
    '\u0000',
    '\r',
  ],
  // What is not seen.
  ...[
    '\u202e',
    '\u202d',
    '\u2066',
    '\u2069',
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u061c',
    '\u{e0041}',
    '\u2028',
    '\u2029',
    '\u0085',
  ],
  ...[
    '\ud800',
    '\udfff',
    '\n',
    '\r\n',
    '\t',
    ' ',
    'a',
    '日本',
    '😀',
    '<',
    '>',
    '&',
    '"',
    "'",
    '@',
    'everyone',
    '!channel>',
    '<@',
  ],
);

export const hostileText = fc.oneof(
  { weight: 8, arbitrary: fc.array(bait, { maxLength: 10 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(bait, { minLength: 200, maxLength: 500 }).map((parts) => parts.join('')) },
);

const who: fc.Arbitrary<Mention> = fc.record({
  platform: fc.constantFrom('slack' as const, 'discord' as const, 'console' as const),
  kind: fc.constantFrom('user' as const, 'group' as const, 'channel' as const),
  id: hostileText,
  name: hostileText,
}) as fc.Arbitrary<Mention>;
const date = fc.date({ noInvalidDate: false });
const style = fc.constantFrom('relative' as const, 'absolute' as const, 'both' as const, 'clock' as const);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('text' as const, 'strong' as const, 'code' as const),
    text: hostileText,
  }),
  fc.record({
    kind: fc.constant('link' as const),
    text: hostileText,
    url: fc.oneof(
      hostileText,
      hostileText.map((words) => `https://ours.example/${words}`),
    ),
  }),
  fc.record({ kind: fc.constant('date' as const), at: date, style }),
  fc.record({ kind: fc.constantFrom('mention' as const, 'person' as const), who }),
);
const inlines = fc.array(inline, { maxLength: 4 });
const marks: readonly RungMark[] = ['good', 'warning', 'bad', 'unknown', 'waiting', 'later', 'not-reached'];
const rung = fc.record({
  mark: fc.constantFrom(...marks),
  label: hostileText,
  value: hostileText,
  elapsedMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
});
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('paragraph' as const, 'note' as const), inlines }),
  fc.record({ kind: fc.constantFrom('heading' as const, 'code' as const), text: hostileText }),
  fc.record({ kind: fc.constant('labelled' as const), label: hostileText, inlines }),
  fc.record({ kind: fc.constant('ladder' as const), rungs: fc.array(rung, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(inlines, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(hostileText, { maxLength: 3 }),
    rows: fc.array(fc.array(hostileText, { maxLength: 4 }), { maxLength: 3 }),
  }),
  fc.constant({ kind: 'divider' as const }),
);
const button: fc.Arbitrary<Button> = fc.record({
  label: hostileText,
  command: fc.constantFrom('check', 'watch'),
  values: fc.record({ target: hostileText }),
});
const file = fc.record({ name: hostileText, mediaType: hostileText, text: hostileText });
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const picture = fc.record({ name: hostileText, bytes: fc.constant(png), alternative: hostileText });
const blocks = fc.array(block, { maxLength: 5 });
const files = fc.array(file, { maxLength: 2 });

/** Any message at all; every string of it wants to do harm. */
export const hostileMessage: fc.Arbitrary<Message> = fc.record({
  tone: fc.constantFrom(...tones),
  title: inlines,
  blocks,
  details: fc.record({ blocks, files }),
  buttons: fc.array(button, { maxLength: 3 }),
  files,
  pictures: fc.array(picture, { maxLength: 2 }),
  summary: hostileText,
});

/** Addresses that links of this message may lead to: those of links of our own, on hosts that we chose. */
export function isOwnLink(url: string): boolean {
  const read = URL.canParse(url) ? new URL(url) : null;
  return read !== null && /^https?:$/.test(read.protocol) && read.username === '' && read.password === '';
}

/** Controls, format characters, half pairs, line separators; but for the zero-width space with which we break marks. */
export const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200b)\p{Cf}/u;
