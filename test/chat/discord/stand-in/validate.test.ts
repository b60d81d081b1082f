import { describe, expect, it } from 'vitest';
import { invalidFields } from '../../../support/discord/form-errors.ts';
import {
  problemsOfCommand,
  problemsOfComponents,
  problemsOfEmbeds,
  problemsOfModal,
  problemsOfRows,
  problemsOfSuggestions,
} from '../../../support/discord/validating/validate.ts';

const many = <Item>(count: number, make: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => make(at));
const words = (content: string) => ({ type: 10, content });
const button = (id: string, more: object = {}) => ({ type: 2, style: 2, label: 'b', custom_id: id, ...more });
const row = (...components: readonly object[]) => ({ type: 1, components });
const options = (count: number) => many(count, (at) => ({ label: `l${at}`, value: `v${at}` }));
const select = (more: object = {}) => ({ type: 3, custom_id: 's', options: options(25), ...more });
const box = (...components: readonly object[]) => ({ type: 17, accent_color: 0xff0000, components });
const file = (name: string) => ({ type: 13, file: { url: `attachment://${name}` } });
const gallery = (count: number, more: object = {}) => ({
  type: 12,
  items: many(count, () => ({ media: { url: 'attachment://a.png' }, description: 'a chart', ...more })),
});
const input = (more: object = {}) => ({ type: 4, style: 1, custom_id: 'i', ...more });
const label = (component: object, more: object = {}) => ({ type: 18, label: 'l', component, ...more });
const modal = (components: readonly object[], more: object = {}) => ({
  custom_id: 'm',
  title: 't',
  components,
  ...more,
});
const paths = (problems: readonly { readonly path: string }[]) => problems.map(({ path }) => path);

describe('components as Discord takes them', () => {
  it.each<readonly [string, readonly object[]]>([
    ['forty, nested ones counted', [box(...many(39, () => words('x')))]],
    ['4,000 characters', [words('x'.repeat(4000))]],
    ['five buttons', [row(...many(5, (at) => button(`b${at}`)))]],
    ['one select of 25', [row(select())]],
    [
      'people to choose',
      [row({ type: 7, custom_id: 'p', max_values: 25, default_values: [{ type: 'role', id: '1' }] })],
    ],
    ['words with a button beside', [box({ type: 9, components: [words('x')], accessory: button('b') })]],
    ['ten pictures and a file', [gallery(10), file('a.pem')]],
    ['a link', [row({ type: 2, style: 5, label: 'l', url: 'https://a.example/' })]],
  ])('%s', (_what, components) => {
    expect(problemsOfComponents(components, ['a.png', 'a.pem'])).toEqual([]);
  });

  it.each<readonly [string, readonly object[], string]>([
    ['forty-one', [box(...many(40, () => words('x')))], 'components'],
    ['4,001 characters in two', [words('x'.repeat(4000)), words('x')], 'components'],
    ['six buttons in a row', [row(...many(6, (at) => button(`b${at}`)))], 'components.0.components'],
    ['a select beside a button', [row(select(), button('b'))], 'components.0.components'],
    ['26 options', [row(select({ options: options(26) }))], 'components.0.components.0.options'],
    [
      'one value twice',
      [row(select({ options: [...options(2), ...options(1)] }))],
      'components.0.components.0.options',
    ],
    ['a label of 81', [row(button('b', { label: 'x'.repeat(81) }))], 'components.0.components.0.label'],
    ['a custom id of 101', [row(button('x'.repeat(101)))], 'components.0.components.0.custom_id'],
    [
      'one custom id twice',
      [row(button('a')), box(row(button('a')))],
      'components.1.components.0.components.0.custom_id',
    ],
    ['a button that stands alone', [button('a')], 'components.0.type'],
    ['a container in a container', [box(box(words('x')))], 'components.0.components.0.type'],
    ['an empty container', [box()], 'components.0.components'],
    ['a colour that is none', [{ ...box(words('x')), accent_color: 0x1000000 }], 'components.0.accent_color'],
    ['eleven pictures', [gallery(11)], 'components.0.items'],
    [
      'a picture with 1,025 characters of words',
      [gallery(1, { description: 'x'.repeat(1025) })],
      'components.0.items.0.description',
    ],
    ['a file that is not sent', [file('b.pem')], 'components.0.file.url'],
    ['a file of the web', [{ type: 13, file: { url: 'https://a.example/b.pem' } }], 'components.0.file.url'],
    ['an input for text', [row(input())], 'components.0.components.0.type'],
    ['empty words', [words('')], 'components.0.content'],
    ['a misspelt field', [{ ...words('x'), text: 'x' }], 'components.0.text'],
  ])('not %s', (_what, components, path) => {
    expect(paths(problemsOfComponents(components, ['a.png']))).toContain(path);
  });

  it('without the flag only in rows', () => {
    expect(problemsOfRows(many(5, (at) => row(button(`b${at}`))))).toEqual([]);
    expect(paths(problemsOfRows(many(6, (at) => row(button(`b${at}`)))))).toEqual(['components']);
    expect(paths(problemsOfRows([words('x')]))).toContain('components.0.type');
  });

  it('tells of every problem in one tree', () => {
    const problems = problemsOfComponents([words(''), row(button('b', { label: 'x'.repeat(81) }))], []);
    expect(invalidFields(problems).errors).toMatchObject({
      components: {
        0: { content: { _errors: [{ code: 'BASE_TYPE_MIN_LENGTH' }] } },
        1: { components: { 0: { label: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } } },
      },
    });
  });
});

describe('embeds as Discord takes them', () => {
  const field = (size: number) => ({ name: 'n'.repeat(256), value: 'v'.repeat(size) });
  it.each<readonly [string, readonly object[], readonly string[]]>([
    [
      '6,000 characters in all',
      [{ title: 'x'.repeat(256), description: 'x'.repeat(4096) }, { description: 'x'.repeat(1648) }],
      [],
    ],
    ['6,001', [{ description: 'x'.repeat(4096) }, { description: 'x'.repeat(1905) }], ['embeds']],
    ['a title of 257', [{ title: 'x'.repeat(257) }], ['embeds.0.title']],
    ['26 fields', [{ fields: many(26, () => ({ name: 'n', value: 'v' })) }], ['embeds.0.fields']],
    ['a field of 1,025', [{ fields: [field(1025)] }], ['embeds.0.fields.0.value']],
    ['a footer without words', [{ footer: { text: '' } }], ['embeds.0.footer.text']],
    ['eleven', many(11, () => ({ title: 't' })), ['embeds']],
  ])('%s', (_what, embeds, expected) => {
    expect(paths(problemsOfEmbeds(embeds))).toEqual(expected);
  });
});

describe('forms as Discord takes them', () => {
  it.each<readonly [string, object]>([
    [
      'five labels',
      modal(
        many(5, (at) => label(input({ custom_id: `i${at}` }))),
        { title: 'x'.repeat(45) },
      ),
    ],
    [
      'a select and people',
      modal([label(select({ required: false })), label({ type: 7, custom_id: 'p', max_values: 20 })]),
    ],
    [
      'what stands in a box at first',
      modal([label(input({ value: 'x'.repeat(4000) }), { description: 'd'.repeat(100) })]),
    ],
  ])('%s', (_what, data) => {
    expect(problemsOfModal(data)).toEqual([]);
  });

  it.each<readonly [string, object, string]>([
    ['six labels', modal(many(6, (at) => label(input({ custom_id: `i${at}` })))), 'data.components'],
    ['a title of 46', modal([label(input())], { title: 'x'.repeat(46) }), 'data.title'],
    ['a label of 46', modal([label(input(), { label: 'x'.repeat(46) })]), 'data.components.0.label'],
    ['a box in a row', modal([row(input())]), 'data.components.0.type'],
    [
      'a box with a label of its own',
      modal([label(input({ label: 'l' }))]),
      'data.components.0.component.label',
    ],
    ['a disabled select', modal([label(select({ disabled: true }))]), 'data.components.0.component.disabled'],
    [
      'more in a box than it holds',
      modal([label(input({ value: 'abc', max_length: 2 }))]),
      'data.components.0.component.value',
    ],
    ['one custom id twice', modal([label(input()), label(input())]), 'data.components.1.component.custom_id'],
  ])('not %s', (_what, data, path) => {
    expect(paths(problemsOfModal(data))).toContain(path);
  });
});

describe('commands as Discord takes them', () => {
  const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more });
  const command = (more: object = {}) => ({ name: 'check', description: 'd', ...more });
  const choices = (count: number) => many(count, (at) => ({ name: `n${at}`, value: `v${at}` }));
  it.each<readonly [string, object, readonly string[]]>([
    [
      'subcommands and a group',
      command({
        options: [
          { type: 1, name: 'add', description: 'd' },
          { type: 2, name: 'g', description: 'd', options: [{ type: 1, name: 'x', description: 'd' }] },
        ],
      }),
      [],
    ],
    [
      'an option that suggests',
      command({ options: [option('target', { required: true, autocomplete: true })] }),
      [],
    ],
    ['one for the menu of a message', { type: 3, name: 'Check this link' }, []],
    ['contexts and kinds of installation', command({ contexts: [0, 1, 2], integration_types: [0, 1] }), []],
    ['a name in capitals', command({ name: 'Check' }), ['0.name']],
    ['26 choices', command({ options: [option('o', { choices: choices(26) })] }), ['0.options.0.choices']],
    [
      'choices that are suggested too',
      command({ options: [option('o', { choices: choices(1), autocomplete: true })] }),
      ['0.options.0.autocomplete'],
    ],
    [
      'suggestions for a file',
      command({ options: [option('o', { type: 11, autocomplete: true })] }),
      ['0.options.0.autocomplete'],
    ],
    [
      'what is required last',
      command({ options: [option('a'), option('b', { required: true })] }),
      ['0.options'],
    ],
    ['one name twice', command({ options: [option('a'), option('a')] }), ['0.options']],
    [
      'a value among subcommands',
      command({ options: [{ type: 1, name: 'add', description: 'd' }, option('a')] }),
      ['0.options.1.type'],
    ],
    ['a description of 101', command({ description: 'x'.repeat(101) }), ['0.description']],
    ['no description', { name: 'check' }, ['0.description']],
    ['a description for a menu', { type: 3, name: 'Check', description: 'd' }, ['0.description']],
    ['permission for direct messages by the old name', command({ dm_permission: true }), ['0.dm_permission']],
    [
      '8,001 characters',
      command({
        options: many(25, (at) =>
          option(`o${at}`, { choices: choices(25).map((one) => ({ ...one, name: 'x'.repeat(20) })) }),
        ),
      }),
      ['0'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(paths(problemsOfCommand(given, true, '0'))).toEqual(expected);
  });

  it('says nothing of contexts for one server', () => {
    expect(paths(problemsOfCommand(command({ contexts: [0] }), false, '0'))).toEqual(['0.contexts']);
  });

  it('takes 25 suggestions of 100 characters', () => {
    const most = many(25, () => ({ name: 'x'.repeat(100), value: 'x'.repeat(100) }));
    expect(problemsOfSuggestions({ choices: most })).toEqual([]);
    expect(paths(problemsOfSuggestions({ choices: [...most, ...most] }))).toEqual(['data.choices']);
    expect(paths(problemsOfSuggestions({ choices: [{ name: '', value: 'x'.repeat(101) }] }))).toEqual([
      'data.choices.0.name',
      'data.choices.0.value',
    ]);
  });
});
