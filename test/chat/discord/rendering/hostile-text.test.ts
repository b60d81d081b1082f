import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../../../src/chat/discord/rendering/render.ts';
import { type Block, code, type Inline, type Message, strong, text } from '../../../../src/core/message.ts';
import { pingsOf, textOf } from '../../../support/discord/pings.ts';
import type { Component } from '../../../support/discord/shapes.ts';
import { checkMessage } from '../../../support/discord/validating/check-message.ts';
import { said } from '../fake-world.ts';

/** What a certificate could be called to trick a reader or a parser, between words of no meaning. */
const bait = fc.constantFrom(
  '@everyone',
  '@here',
  '@',
  'everyone',
  '<@300000000000000009>',
  '<',
  '<@',
  '@&300000000000000009>',
  '<#1>',
  '<:x:1>',
  '<t:0:R>',
  '</check:1>',
  '```',
  '`',
  '``',
  '\\',
  '**',
  '__',
  '||',
  '~~',
  '# ',
  '-# ',
  '> ',
  '- ',
  '1. ',
  '[click](https://evil.example)',
  '](',
  '[',
  'https://evil.example',
  '\n',
  '\r\n',
  '\u001b[31m',
  '\u202e',
  '\u200b',
  '\u0000',
  '\ud800',
  '\u2028',
  'a',
  ' ',
  '😀',
);
const hostile = fc.oneof(
  fc.array(bait, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(bait, { minLength: 300, maxLength: 600 }).map((parts) => parts.join('')),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  hostile.map(text),
  hostile.map(strong),
  hostile.map(code),
  fc.tuple(hostile, hostile).map(([label, url]): Inline => ({ kind: 'link', text: label, url })),
  hostile.map(
    (name): Inline => ({ kind: 'person', who: { platform: 'discord', kind: 'user', id: '1', name } }),
  ),
  hostile.map((id): Inline => ({ kind: 'mention', who: { platform: 'slack', kind: 'user', id, name: id } })),
);
const inlines = fc.array(inline, { maxLength: 4 });
const block: fc.Arbitrary<Block> = fc.oneof(
  inlines.map((found): Block => ({ kind: 'paragraph', inlines: found })),
  inlines.map((found): Block => ({ kind: 'note', inlines: found })),
  fc.tuple(hostile, inlines).map(([label, found]): Block => ({ kind: 'labelled', label, inlines: found })),
  hostile.map((found): Block => ({ kind: 'heading', text: found })),
  hostile.map((found): Block => ({ kind: 'code', text: found })),
  fc.array(hostile, { maxLength: 3 }).map((row): Block => ({ kind: 'table', columns: row, rows: [row] })),
  hostile.map(
    (value): Block => ({ kind: 'ladder', rungs: [{ mark: 'bad', label: value, value, elapsedMs: 1 }] }),
  ),
);
const message: fc.Arbitrary<Message> = fc
  .tuple(inlines, fc.array(block, { maxLength: 6 }), hostile)
  .map(([title, blocks, label]) =>
    said('t', { title, blocks, buttons: [{ label, command: 'check', values: {} }] }),
  );

const anyPing = { parse: ['users', 'roles', 'everyone'] };

/** What is left to Discord's rules when code and escaped characters are read away, from left to right. */
function outsideCode(markdown: string): string {
  return markdown.replace(/```\n[\s\S]*?\n```|\\[^0-9A-Za-z\s]|(`+)([\s\S]*?[^`])\1(?!`)/g, 'x');
}

describe('hostile text', () => {
  it('is taken by Discord, calls nobody and forges nothing, wherever it stands', () => {
    fc.assert(
      fc.property(message, (hostileMessage) => {
        const ids = new Map((hostileMessage.buttons ?? []).map((button) => [button, '=check']));
        for (const page of renderMessage(hostileMessage, ids)) {
          checkMessage(page, 'post', null);
          const shown = textOf('', page.components as readonly Component[]);
          expect(page.allowed_mentions).toEqual({ parse: [], users: [], roles: [] });
          // Even if the allowed mentions were lost, nothing in the text would call anybody.
          expect(pingsOf(shown, anyPing, 'message')).toEqual({ users: [], roles: [], everyone: false });
          expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
          expect(shown.isWellFormed()).toBe(true);
          const bare = outsideCode(shown);
          expect(bare).not.toMatch(/<(@|#|:|t:|\/)/);
          expect(bare).not.toMatch(/\]\((?!https?:\/\/)/);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['a [link](https://evil.example)', 'a \\[link\\](https\\://evil.example)'],
    ['# not a heading', '\\# not a heading'],
    ['-# not small', '\\-# not small'],
    ['1. not a list', '1\\. not a list'],
    ['_acme-challenge.*.example', '\\_acme-challenge.\\*.example'],
    ['two\nlines\u001b[31m red\u202e', 'two lines red'],
    ['api.example.org:8443', 'api.example.org:8443'],
  ])('%j reads as it was written', (given, escaped) => {
    const [page] = renderMessage(
      said('t', { blocks: [{ kind: 'paragraph', inlines: [text(given)] }] }),
      new Map(),
    );
    expect(textOf('', page.components as readonly Component[])).toBe(`✅ **t**\n${escaped}`);
  });

  it('cannot be completed by what stands next to it', () => {
    const who = { platform: 'slack', kind: 'user', id: 'U1', name: 'bo@every' } as const;
    const inlines: readonly Inline[] = [{ kind: 'person', who }, text('one <'), text('@300000000000000009>')];
    const [page] = renderMessage(
      said('t', { title: [], blocks: [{ kind: 'paragraph', inlines }] }),
      new Map(),
    );
    const shown = textOf('', page.components as readonly Component[]);
    expect(pingsOf(shown, anyPing, 'message')).toEqual({ users: [], roles: [], everyone: false });
  });

  it.each(['javascript:alert(1)', 'ftp://a.example', 'https://good.example@evil.example', 'nonsense'])(
    'a link to %s is only its label',
    (url) => {
      const link: Inline = { kind: 'link', text: 'label', url };
      const [page] = renderMessage(
        said('t', { blocks: [{ kind: 'paragraph', inlines: [link] }] }),
        new Map(),
      );
      expect(textOf('', page.components as readonly Component[])).toBe('✅ **t**\nlabel');
    },
  );
});
