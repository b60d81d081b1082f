import { describe, expect, it } from 'vitest';
import { problemsOfBlocks, problemsOfView } from '../../../support/slack/validating/validate.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (value: string) => ({ text: plain(value), value });
const options = (count: number) => Array.from({ length: count }, (_, at) => option(`o${at}`));
const button = (id: string) => ({ type: 'button', text: plain('b'), action_id: id });
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const select = (more: object) => ({ type: 'static_select', action_id: 's', ...more });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('l'),
  element,
  ...more,
});
const typed = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'value', ...more });
const said = (...elements: readonly object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const image = (more: object) => ({ type: 'image', alt_text: 'a chart', ...more });
const modal = (more: object) => ({
  type: 'modal',
  title: plain('t'),
  submit: plain('s'),
  blocks: [input(typed())],
  ...more,
});
const many = (count: number, block: object) => Array.from({ length: count }, () => block);
const pointers = (problems: readonly { readonly pointer: string }[]) =>
  problems.map(({ pointer }) => pointer);

describe('blocks as Slack takes them', () => {
  it.each([
    [
      'a section with a picker beside it',
      { type: 'section', text: mrkdwn('x'), accessory: select({ options: options(100) }) },
    ],
    ['ten fields', { type: 'section', fields: many(10, plain('x'.repeat(2000))) }],
    ['a menu of groups', actions(select({ option_groups: [{ label: plain('g'), options: options(2) }] }))],
    ['what is chosen at first', actions(select({ options: options(2), initial_option: option('o1') }))],
    [
      'an overflow with a link',
      actions({ type: 'overflow', action_id: 'o', options: [{ ...option('a'), url: 'https://a.example/' }] }),
    ],
    [
      'people to choose',
      actions({
        type: 'multi_users_select',
        action_id: 'u',
        initial_users: ['U012AB3CD'],
        max_selected_items: 5,
      }),
    ],
    ['a picture that was uploaded', image({ slack_file: { id: 'F012AB3CD' }, title: plain('t') })],
    ['a picture of the web', image({ image_url: 'https://a.example/a.png' })],
    ['a date', said({ type: 'date', timestamp: 1, format: '{date_short} at {time}', fallback: 'then' })],
    ['an input in a message', input(typed({ max_length: 3000, initial_value: 'x'.repeat(3000) }))],
    [
      'a table of numbers',
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'x' },
            { type: 'raw_number', value: 1 },
          ],
        ],
      },
    ],
  ])('%s', (_what, block) => {
    expect(problemsOfBlocks([block])).toEqual([]);
  });

  it.each<readonly [string, object, string]>([
    ['101 options', actions(select({ options: options(101) })), '/blocks/0/elements/0/options'],
    ['no options', actions(select({ options: [] })), '/blocks/0/elements/0/options'],
    [
      'options and groups',
      actions(select({ options: options(1), option_groups: [] })),
      '/blocks/0/elements/0/option_groups',
    ],
    [
      'an option that is too long',
      actions(select({ options: [option('x'.repeat(76))] })),
      '/blocks/0/elements/0/options/0/text/text',
    ],
    [
      'a value that is too long',
      actions(select({ options: [{ text: plain('x'), value: 'x'.repeat(151) }] })),
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'a choice that is none of the options',
      actions(select({ options: options(2), initial_option: option('else') })),
      '/blocks/0/elements/0',
    ],
    [
      'six entries of an overflow',
      actions({ type: 'overflow', action_id: 'o', options: options(6) }),
      '/blocks/0/elements/0/options',
    ],
    ['a text input in actions', actions(typed()), '/blocks/0/elements/0/type'],
    ['26 buttons', actions(...Array.from({ length: 26 }, (_, at) => button(`${at}`))), '/blocks/0/elements'],
    ['eleven in a context', { type: 'context', elements: many(11, plain('x')) }, '/blocks/0/elements'],
    ['a button in a context', { type: 'context', elements: [button('a')] }, '/blocks/0/elements/0/type'],
    ['eleven fields', { type: 'section', fields: many(11, plain('x')) }, '/blocks/0/fields'],
    [
      'a picture without words',
      { type: 'image', image_url: 'https://a.example/a.png' },
      '/blocks/0/alt_text',
    ],
    ['a picture of nothing', image({}), '/blocks/0'],
    [
      'a picture twice',
      image({ image_url: 'https://a.example/a.png', slack_file: { id: 'F1' } }),
      '/blocks/0',
    ],
    ['a file of ours', { type: 'file', external_id: 'x', source: 'slack' }, '/blocks/0/source'],
    [
      'words in a list that is no section',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'text', text: 'x' }] }],
      },
      '/blocks/0/elements/0/elements/0/type',
    ],
    [
      'an emoji in code',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'emoji', name: 'x' }] }],
      },
      '/blocks/0/elements/0/elements/0/type',
    ],
    ['half a character', said({ type: 'text', text: '\ud800' }), '/blocks/0/elements/0/elements/0/text'],
    [
      'half a second',
      said({ type: 'date', timestamp: 1.5, format: '{time}' }),
      '/blocks/0/elements/0/elements/0/timestamp',
    ],
    [
      'more at first than fits',
      input(typed({ max_length: 2, initial_value: 'abc' })),
      '/blocks/0/element/initial_value',
    ],
    ['a hint with markup', input(typed(), { hint: mrkdwn('x') }), '/blocks/0/hint/type'],
    ['a misspelt field', { type: 'divider', blockid: 'x' }, '/blocks/0/blockid'],
  ])('not %s', (_what, block, pointer) => {
    expect(pointers(problemsOfBlocks([block]))).toContain(pointer);
  });

  it('names every problem, not only the first', () => {
    expect(pointers(problemsOfBlocks([{ type: 'header', text: mrkdwn('x') }, { type: 'nonsense' }]))).toEqual(
      ['/blocks/0/text/type', '/blocks/1/type'],
    );
  });

  it('knows an action_id again wherever it stands in the message', () => {
    const beside = { type: 'section', text: plain('x'), accessory: button('a') };
    expect(pointers(problemsOfBlocks([actions(button('a')), beside]))).toEqual([
      '/blocks/1/accessory/action_id',
    ]);
  });
});

describe('views as Slack takes them', () => {
  it('as long as they may be', () => {
    const view = modal({
      title: plain('x'.repeat(24)),
      private_metadata: 'x'.repeat(3000),
      blocks: many(100, input(typed())),
    });
    expect(problemsOfView(view)).toEqual([]);
    expect(problemsOfView({ type: 'home', blocks: many(100, { type: 'divider' }) })).toEqual([]);
  });

  it.each<readonly [string, object, string]>([
    ['a longer title', modal({ title: plain('x'.repeat(25)) }), '/view/title/text'],
    ['longer notes of its own', modal({ private_metadata: 'x'.repeat(3001) }), '/view/private_metadata'],
    ['101 blocks', modal({ blocks: many(101, { type: 'divider' }) }), '/view/blocks'],
    ['nothing', modal({ blocks: [] }), '/view/blocks'],
    ['an input and no way to send it', modal({ submit: undefined }), '/view/submit'],
    ['a table', modal({ blocks: [{ type: 'table', rows: [] }] }), '/view/blocks/0/type'],
    [
      'a home with a title',
      { type: 'home', title: plain('t'), blocks: [{ type: 'divider' }] },
      '/view/title',
    ],
    [
      'one block_id twice',
      modal({ blocks: many(2, { type: 'divider', block_id: 'd' }) }),
      '/view/blocks/1/block_id',
    ],
    [
      'two that want the cursor',
      modal({ blocks: many(2, input(typed({ focus_on_load: true }))) }),
      '/view/blocks',
    ],
    ['a view of another kind', { type: 'popup', blocks: [] }, '/view/type'],
  ])('not with %s', (_what, view, pointer) => {
    expect(pointers(problemsOfView(view))).toContain(pointer);
  });
});
