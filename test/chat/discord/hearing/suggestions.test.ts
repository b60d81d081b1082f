import { describe, expect, it } from 'vitest';
import { choicesFrom } from '../../../../src/chat/discord/hearing/suggestions.ts';
import type { Option, Suggestion, SuggestionKind } from '../../../../src/core/option.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import { connect } from '../connected.ts';
import { commandOf, said } from '../fake-world.ts';

const options: readonly Option[] = [
  { name: 'target', kind: 'target', summary: 'a host', required: true },
  { name: 'labels', kind: 'labels', suggests: 'label', summary: 'labels' },
  { name: 'finding', kind: 'text', suggests: 'finding', summary: 'a finding' },
  { name: 'free', kind: 'text', summary: 'anything' },
];
const one = commandOf('one', async function* () {}, { options });
const many = commandOf('many', async function* () {}, {
  actions: [{ name: 'add', summary: 'Adds', needs: 'anyone', options, run: one.actions[0]?.run ?? never }],
});
async function* never() {
  yield said('never');
}

function suggesting(suggest: CommandServices['suggest']) {
  return connect([one, many], { services: { suggest } as unknown as CommandServices });
}

const plain = (value: string): Suggestion => ({ value, label: value });

describe('while somebody types', () => {
  it('what may be meant is offered, in commands and subcommands, for each kind', async () => {
    const asked: unknown[] = [];
    await using connected = await suggesting(async (kind: SuggestionKind, typed, limit) => {
      asked.push([kind, typed, limit]);
      return [plain(`${kind}-1`), { value: `${kind}-2`, label: 'Two' }];
    });
    const { discord } = connected;
    for (const subcommand of [undefined, 'add']) {
      const name = subcommand === undefined ? 'one' : 'many';
      const typed = { target: 'ap', finding: 'dns/' };
      for (const focused of ['target', 'finding'] as const) {
        const slash = { name, options: typed, focused, ...(subcommand === undefined ? {} : { subcommand }) };
        const run = await discord.type(slash);
        const kind = focused === 'target' ? 'watched' : 'finding';
        expect(await run.suggestions()).toEqual([
          { name: `${kind}-1`, value: `${kind}-1` },
          { name: 'Two', value: `${kind}-2` },
        ]);
      }
    }
    expect(asked.slice(0, 2)).toEqual([
      ['watched', 'ap', 25],
      ['finding', 'dns/', 25],
    ]);
    expect(discord.refused).toEqual([]);
  });

  it('a list is completed at its end', async () => {
    await using connected = await suggesting(async (_kind, typed) => [plain(`${typed}am=payments`)]);
    const { discord } = connected;
    const run = await discord.type({ name: 'one', options: { labels: 'tier=1, te' }, focused: 'labels' });
    const whole = 'tier=1, team=payments';
    expect(await run.suggestions()).toEqual([{ name: whole, value: whole }]);
  });

  it.each([
    ['hangs', () => new Promise<never>(() => undefined)],
    ['fails', () => Promise.reject(new Error('locked'))],
  ])('a store that %s offers nothing within 3 s, and nothing else breaks', async (_how, suggest) => {
    await using connected = await suggesting(suggest);
    const { discord, logged } = connected;
    const run = await discord.type({ name: 'one', options: { target: '' }, focused: 'target' });
    if (_how === 'hangs') {
      expect(await run.suggestions()).toEqual([]);
      expect((await run.acknowledged()).afterMs).toBeLessThan(3000);
    }
    expect(logged.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(discord.refused).toEqual([]);
  });

  it('one that came too late is nobody worth waking', async () => {
    await using connected = await suggesting(async () => [plain('a')]);
    const { discord, logged } = connected;
    await discord.type({ name: 'one', options: { target: '' }, focused: 'target', lateMs: 3001 });
    await discord.until(() => discord.refused.find(({ code }) => code === 10_062), 'late answer');
    expect(logged.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
  });

  it('an option that suggests nothing, or has choices, is not asked about', async () => {
    const choosing = commandOf('pick', async function* () {}, {
      options: [{ name: 'target', kind: 'target', summary: 'one of two', choices: ['a', 'b'] }],
    });
    await using connected = await connect([one, choosing]);
    const found = connected.discord
      .commands()
      .flatMap(({ name, options: boxes = [] }) =>
        boxes.filter(({ autocomplete }) => autocomplete === true).map((box) => `${name} ${box.name}`),
      );
    expect(found).toEqual(['one target', 'one labels', 'one finding']);
  });
});

describe('what is offered', () => {
  it('is 25 at most, 100 characters each, and no value twice or cut', () => {
    const long = 'x'.repeat(101);
    const given = [
      { value: long, label: 'too long' },
      { value: 'y'.repeat(100), label: long },
      plain('twice'),
      plain('twice'),
      { value: ' ', label: 'blank' },
      { value: 'named', label: ' ' },
      ...Array.from({ length: 40 }, (_, index) => plain(`n${index}`)),
    ];
    const choices = choicesFrom(given);
    expect(choices).toHaveLength(25);
    expect(choices.slice(0, 3)).toEqual([
      { name: `${'x'.repeat(99)}…`, value: 'y'.repeat(100) },
      { name: 'twice', value: 'twice' },
      { name: 'named', value: 'named' },
    ]);
  });
});
