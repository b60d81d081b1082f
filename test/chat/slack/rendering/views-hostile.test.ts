import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formView, wordsView } from '../../../../src/chat/slack/forms/form-views.ts';
import { buttonsOf, homeBlocks } from '../../../../src/chat/slack/home/draw.ts';
import type { Button, Inline } from '../../../../src/core/message.ts';
import type { Option, OptionKind } from '../../../../src/core/option.ts';
import type { HomeItem, HomeView } from '../../../../src/views/home.ts';
import { anyText } from '../../../support/samples/any-message.ts';
import { pingsIn } from '../../../support/slack/reading.ts';
import { problemsOfView } from '../../../support/slack/validating/validate.ts';

const nasty = fc.oneof(
  anyText,
  fc.constantFrom(
    '<!channel>',
    '<@U012AB3CD>',
    '<!subteam^S012AB3CD>',
    '@everyone',
    '',
    'x'.repeat(4000),
    'slack:C012AB3CD',
  ),
);
const nobody = { users: [], groups: [], everybody: false };
const now = new Date('2026-11-27T12:00:00Z');

const anyInlines: fc.Arbitrary<readonly Inline[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('text' as const, 'strong' as const, 'code' as const), text: nasty }),
    fc.record({ kind: fc.constant('link' as const), text: nasty, url: nasty }),
    fc.record({
      kind: fc.constantFrom('mention' as const, 'person' as const),
      who: nasty.map((name) => ({ platform: 'slack', kind: 'user', id: 'U012AB3CD', name }) as const),
    }),
  ),
  { maxLength: 4 },
);
const anyButton: fc.Arbitrary<Button> = fc.record({
  label: nasty,
  command: fc.constant('check'),
  values: fc.record({ target: nasty }),
});
const anyItem: fc.Arbitrary<HomeItem> = fc.record({
  inlines: anyInlines,
  buttons: fc.array(anyButton, { maxLength: 4 }),
});
const anyView: fc.Arbitrary<HomeView> = fc.record({
  lead: anyInlines,
  buttons: fc.array(anyButton, { minLength: 1, maxLength: 3 }),
  sections: fc.array(
    fc.record({
      heading: nasty,
      items: fc.array(anyItem, { maxLength: 70 }),
      notes: fc.array(anyInlines, { maxLength: 3 }),
      pages: fc.constant({ earlier: 0, later: 30 }),
    }),
    { maxLength: 5 },
  ),
});

describe('the Home tab', () => {
  it('is taken by Slack and calls nobody, whatever stands in it', () => {
    fc.assert(
      fc.property(anyView, fc.option(nasty), (view, told) => {
        const values = new Map(buttonsOf(view).map((button) => [button, 'value']));
        const blocks = homeBlocks({ view, told, warning: told }, values, now);
        expect(problemsOfView({ type: 'home', blocks })).toEqual([]);
        expect(pingsIn('', JSON.parse(JSON.stringify(blocks)), true)).toEqual(nobody);
      }),
      { numRuns: 150 },
    );
  });
});

const kinds: readonly OptionKind[] = [
  'text',
  'target',
  'address',
  'owners',
  'channel',
  'labels',
  'duration',
  'choice',
];

describe('a form', () => {
  it('is taken by Slack and calls nobody, whatever its boxes are filled with', () => {
    const anyField = fc.record({
      kind: fc.constantFrom(...kinds),
      value: nasty,
      summary: nasty,
      choice: nasty,
    });
    fc.assert(
      fc.property(
        fc.array(anyField, { minLength: 1, maxLength: 5 }),
        nasty,
        nasty,
        (given, title, handle) => {
          const options = given.map(
            ({ kind, summary, choice }, at): Option => ({
              ...{ name: `option${at}`, kind, summary, example: choice },
              ...(kind === 'choice' ? { choices: [...new Set([choice, 'other'])] } : {}),
            }),
          );
          const fields = options.map((option, at) => ({
            ...{ option, isSecret: false, isRequired: at === 0 },
            value: given[at]?.value ?? '',
          }));
          const action = { name: '', summary: '', needs: 'anyone' as const, options, async *run() {} };
          const command = {
            name: 'x',
            summary: '',
            visibility: 'caller',
            examples: [],
            actions: [action],
          } as const;
          const view = formView({
            form: { command, action, values: {}, fields, title },
            setting: { groups: [{ id: 'S012AB3CD', handle, users: [] }], isInChannel: true },
            metadata: '{}',
            asksPlace: true,
          });
          expect(problemsOfView(view)).toEqual([]);
          expect(pingsIn('', JSON.parse(JSON.stringify(view.blocks)), true)).toEqual(nobody);
          expect(problemsOfView(wordsView(title, handle))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
