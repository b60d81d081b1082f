import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf } from '../../../../src/chat/discord/forms/form-boxes.ts';
import { choicesFrom } from '../../../../src/chat/discord/hearing/suggestions.ts';
import { renderIn } from '../../../../src/chat/discord/rendering/render.ts';
import { outgoingFiles } from '../../../../src/chat/showing/outgoing-files.ts';
import type { Message } from '../../../../src/core/message.ts';
import type { OptionKind } from '../../../../src/core/option.ts';
import { checkedModal } from '../../../support/discord/modals.ts';
import { embedsText, pingsOf, textOf } from '../../../support/discord/pings.ts';
import type { Component } from '../../../support/discord/shapes.ts';
import { checkMessage } from '../../../support/discord/validating/check-message.ts';
import { problemsOfSuggestions } from '../../../support/discord/validating/validate.ts';
import { tinyPng } from '../../../support/outgoing.ts';
import { anyMessage, anyText } from '../../../support/samples/any-message.ts';

const bait = fc.constantFrom(
  ...['@everyone', '@here', '<@300000000000000009>', '<@&300000000000000009>', '<#1>', '<t:0:R>', '</a:1>'],
  ...[
    '```',
    '**',
    '[x](https://evil.example)',
    'https://evil.example',
    '\u202e',
    '\u2066',
    '\u0000',
    '\u001b[31m',
  ],
  ...['\n', '\u200b', '\ud800', '@every', 'one', '../', 'a'.repeat(200)],
);
const hostile = fc.oneof(
  anyText,
  fc.array(bait, { maxLength: 8 }).map((parts) => parts.join('')),
);
const anyPing = { parse: ['users', 'roles', 'everyone'] };
const nobody = { users: [], roles: [], everyone: false };
/** Controls, direction marks, and halves of characters. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function expectHarmless(shown: string): void {
  expect(shown).not.toMatch(unseen);
  expect(shown.isWellFormed()).toBe(true);
  expect(pingsOf(shown, anyPing, 'message')).toEqual(nobody);
}

const message: fc.Arbitrary<Message> = fc
  .tuple(
    anyMessage,
    fc.array(fc.tuple(hostile, hostile), { maxLength: 3 }),
    fc.array(hostile, { maxLength: 30 }),
  )
  .map(([given, files, labels]) => ({
    ...given,
    pictures: files.map(([name, alternative]) => ({ name, bytes: tinyPng, alternative })),
    files: files.map(([name]) => ({ name, mediaType: 'text/plain', text: 'x' })),
    choice: {
      label: labels[0] ?? '',
      of: labels.map((label) => ({ label, command: 'check', values: {} })),
    },
  }));

describe('hostile text', () => {
  it('in either layout, its buttons, lists, pictures and files calls nobody and hides nothing', () => {
    fc.assert(
      fc.property(message, fc.constantFrom('components', 'embeds'), (given, layout) => {
        const pressed = [...(given.buttons ?? []), ...(given.choice?.of ?? [])];
        const ids = new Map(pressed.map((button, at) => [button, `=check?n=${at}`]));
        const files = outgoingFiles(given);
        for (const [at, page] of renderIn(layout as 'components' | 'embeds', given, ids).entries()) {
          const attachments = files.map(({ name, alternative }, id) => ({
            ...{ id, name, text: '' },
            ...(alternative === null ? {} : { description: 'words' }),
          }));
          checkMessage({ ...page, ...(at === 0 ? { attachments } : {}) }, 'post', null);
          expect(page.allowed_mentions).toEqual({ parse: [], users: [], roles: [] });
          const content = 'content' in page ? page.content : '';
          const embeds = 'embeds' in page ? page.embeds : [];
          expectHarmless(textOf(content, page.components as readonly Component[]));
          expectHarmless(embedsText(embeds));
          expect(JSON.stringify(page)).not.toMatch(/@everyone|@here/);
        }
        for (const { name } of files) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
      }),
      { numRuns: 400 },
    );
  });

  it('in suggestions is taken by Discord, and never put into a line unseen', () => {
    const suggestion = fc.record({ value: hostile, label: hostile });
    fc.assert(
      fc.property(fc.array(suggestion, { maxLength: 40 }), hostile, (found, before) => {
        const choices = choicesFrom(found, before);
        expect(problemsOfSuggestions({ choices })).toEqual([]);
        for (const { name, value } of choices) {
          expectHarmless(name);
          expect(value).not.toMatch(unseen);
          expect(found.some((one) => before + one.value === value)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('in the boxes of a form is taken by Discord', () => {
    const kinds: readonly OptionKind[] = ['text', 'owners', 'channel', 'labels', 'choice', 'secret'];
    const field = fc.record({
      option: fc.record({
        name: fc.constant('box'),
        kind: fc.constantFrom(...kinds),
        summary: hostile,
        example: hostile,
        choices: fc.array(hostile, { maxLength: 4 }),
      }),
      isSecret: fc.boolean(),
      isRequired: fc.boolean(),
      value: hostile,
    });
    fc.assert(
      fc.property(field, fc.boolean(), (given, hasServer) => {
        const { choices, ...option } = given.option;
        const shown = option.kind === 'choice' ? { ...option, choices } : option;
        const box = boxOf({ ...given, option: shown }, hasServer);
        const modal = checkedModal({ custom_id: 'x', title: 't', components: [box] });
        if (given.isSecret) expect(modal.inputs[0]?.value).toBe('');
        const { label, description = '' } = box as { label: string; description?: string };
        expectHarmless(`${label} ${description}`);
      }),
      { numRuns: 400 },
    );
  });
});
