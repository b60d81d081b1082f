import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments, parseLine, splitWords } from '../../../src/chat/asking/parse.ts';
import type { Action, Command } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';

function action(name: string, options: Action['options']): Action {
  return { name, summary: `Does ${name}`, needs: 'anyone', options, async *run() {} };
}

const target = {
  name: 'target',
  kind: 'target',
  summary: 'host or host:port',
  required: true,
  positional: true,
} as const;
const check: Command = {
  name: 'check',
  summary: 'Looks',
  visibility: 'channel',
  examples: ['/check example.org'],
  actions: [action('', [target, { name: 'address', kind: 'address', summary: 'one address' }])],
};
const watch: Command = {
  name: 'watch',
  summary: 'Watches',
  visibility: 'channel',
  examples: ['/watch add example.org'],
  actions: [
    action('list', []),
    action('add', [target, { name: 'owner', kind: 'owners', summary: 'who' }]),
    action('note', [
      { name: 'about', kind: 'text', summary: 'what', positional: true },
      { name: 'words', kind: 'text', summary: 'the rest', positional: true, rest: true },
      { name: 'when', kind: 'choice', summary: 'when', choices: ['now', 'off'] },
    ]),
  ],
};
const commands = [check, watch];

function read(line: string): object {
  const { command, action: chosen, values } = parseLine(commands, line);
  return { name: [command.name, chosen.name].join(' ').trim(), ...values };
}

describe('a line', () => {
  it.each([
    ['/check example.org', { name: 'check', target: 'example.org' }],
    ['//check example.org', { name: 'check', target: 'example.org' }],
    ['check example.org:8443', { name: 'check', target: 'example.org:8443' }],
    ['  /CHECK   https://example.org/a?b=c  ', { name: 'check', target: 'https://example.org/a?b=c' }],
    ['/check example.org address:192.0.2.7', { name: 'check', target: 'example.org', address: '192.0.2.7' }],
    [
      '/check address=2001:db8::7 example.org',
      { name: 'check', target: 'example.org', address: '2001:db8::7' },
    ],
    ['/check --address=192.0.2.7 target:a', { name: 'check', target: 'a', address: '192.0.2.7' }],
    ['/check Target:example.org', { name: 'check', target: 'example.org' }],
    ['/check [2001:db8::1]:443', { name: 'check', target: '[2001:db8::1]:443' }],
    ['/watch', { name: 'watch list' }],
    ['/watch List', { name: 'watch list' }],
    [
      '/watch add example.org owner:<@U1|bo> owner:<!subteam^S1|@pay>',
      { name: 'watch add', target: 'example.org', owner: '<@U1|bo> <!subteam^S1|@pay>' },
    ],
    ['/watch add a owner:"@a b"', { name: 'watch add', target: 'a', owner: '@a b' }],
    ['/watch add a “owner:@a b”', { name: 'watch add', target: 'a', owner: '@a b' }],
    ['/watch add a owner: @bo', { name: 'watch add', target: 'a', owner: '@bo' }],
    ['/watch note x y z when:now', { name: 'watch note', about: 'x', words: 'y z', when: 'now' }],
    ['/watch note when:Off', { name: 'watch note', when: 'off' }],
  ])('%s is understood', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it.each([
    ['', /^Type a command: \/check, \/watch$/],
    ['/', /^Type a command/],
    ['/chekc a', /There is no command "chekc"\. Is it \/check\? There are: \/check, \/watch/],
    [
      'api.example.org',
      /There is no command "api\.example\.org"\. To look at it: \/check api\.example\.org There/,
    ],
    ['hello', /There is no command "hello"\. There are/],
    ['/check', /\/check needs target: host or host:port\. Try \/check example\.org/],
    ['/check ""', /needs target/],
    ['/check target:', /needs target/],
    ['/check a b', /I do not know what to do with "b"\. Try \/check example\.org/],
    ['/check a owner:@bo', /do not know what to do with "owner:@bo"/],
    ['/watch ad a', /does not know "ad"\. It knows: list, add, note\. Try \/watch add/],
    ['/watch note when:later', /"later" is not one of now, off for when\./],
    [`/check ${'x'.repeat(4000)}`, /That line has 4007 characters; 4000 is the most\./],
  ])('%s is refused with what to do', (line, words) => {
    expect(() => read(line)).toThrow(words);
    expect(() => read(line)).toThrow(UserError);
  });

  it('repeats no more than 60 characters of what it does not know', () => {
    expect(() => read(`/${'n'.repeat(500)}`)).toThrow(new RegExp(`"${'n'.repeat(57)}\\.\\.\\."`));
  });

  it('takes names that every object has for what they are', () => {
    expect(() => read('/constructor a')).toThrow(UserError);
    expect(read('/check constructor:443')).toEqual({ name: 'check', target: 'constructor:443' });
    expect(read('/check __proto__')).toEqual({ name: 'check', target: '__proto__' });
  });
});

describe('splitting', () => {
  it('gives every word back whatever its quotes, and never fails on a short line', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\s"“”]{1,12}$/), { maxLength: 20 }), (words) => {
        expect(splitWords(words.join('  '))).toEqual(words);
        expect(splitWords(words.map((word) => `"${word} ${word}"`).join(' '))).toEqual(
          words.map((word) => `${word} ${word}`),
        );
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (line) => void splitWords(line)));
  });

  it('is done at once with a line made of quotes', () => {
    expect(splitWords('"'.repeat(4000))).toEqual(['']);
  });

  it('fails with a sentence or not at all, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (typed) => {
        try {
          parseArguments(watch, typed);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('somebody who asks how', () => {
  async function answerTo(line: string): Promise<string> {
    const { action, values } = parseLine(commands, line);
    const said: string[] = [];
    const none = undefined as never;
    for await (const message of action.run(values, none, none, AbortSignal.timeout(1000))) {
      said.push(`${message.summary} (${message.audience})`);
    }
    return said.join();
  }

  it.each([
    ['/watch --help', '/watch: Watches (caller)'],
    ['/watch help', '/watch: Watches (caller)'],
    ['/watch add --help', '/watch add <target>: Does add (caller)'],
    ['/watch add example.org --help', '/watch add <target>: Does add (caller)'],
    ['/check -h', '/check <target>: Does  (caller)'],
  ])('by %s is told, and nothing is done', async (line, told) => {
    expect(await answerTo(line)).toBe(told);
  });

  it('takes help for a host where a host may stand', () => {
    expect(parseLine(commands, '/check help').values).toEqual({ target: 'help' });
  });
});
