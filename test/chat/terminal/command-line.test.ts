import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { parseLine, splitWords } from '../../../src/chat/asking/parse.ts';
import { readCommandLine } from '../../../src/chat/terminal/command-line.ts';
import { inShellWords } from '../../../src/chat/terminal/help-text.ts';

function read(...words: readonly string[]) {
  let out = '';
  let error = '';
  const outcome = readCommandLine(words, {
    commands,
    version: '1.2.3',
    disk: () => null,
    write: {
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
    },
  });
  return { outcome, out, error };
}

function request(...words: readonly string[]) {
  const { outcome, error } = read(...words);
  if (outcome.kind !== 'run') throw new Error(`nothing to run: ${error}`);
  const { command, action, values } = outcome.request;
  return { name: command.name, action: action.name, values, json: outcome.output.format === 'json' };
}

describe('words of a shell', () => {
  it.each([
    [['check', 'example.org', '--address', '192.0.2.7']],
    [['check', 'example.org', '--address=192.0.2.7']],
    [['check', '--address', '192.0.2.7', 'example.org']],
    [['check', 'example.org', 'address:192.0.2.7']],
    [['/check', 'target:example.org', 'address=192.0.2.7']],
  ])('%j is the check of one address', (words) => {
    expect(request(...words)).toEqual({
      name: 'check',
      action: '',
      values: { target: 'example.org', address: '192.0.2.7' },
      json: false,
    });
  });

  it('take --json before and after the command', () => {
    expect(request('--json', 'dns', 'example.org').json).toBe(true);
    expect(request('dns', 'example.org', '--json').json).toBe(true);
    expect(request('watch', 'list', '--json')).toMatchObject({ name: 'watch', action: 'list', json: true });
  });

  it('gather repeated owners and keep quoted blanks', () => {
    const wanted = { target: 'api.example.org', owner: '@alice @bob', labels: 'team=pay, tier=1' };
    const values = [
      request(
        'watch',
        'add',
        'api.example.org',
        '--owner',
        '@alice',
        '--owner',
        '@bob',
        '--labels',
        'team=pay, tier=1',
      ),
      request('watch', 'add', 'api.example.org', 'owner:@alice @bob', 'labels:team=pay, tier=1'),
    ].map((one) => one.values);
    expect(values).toEqual([wanted, wanted]);
  });

  it('mean what the same line means in chat, for every example there is', () => {
    for (const command of commands) {
      for (const example of command.examples) {
        const chat = parseLine(commands, example);
        const shell = request(...splitWords(example.slice(1)));
        expect(shell, example).toMatchObject({
          name: command.name,
          action: chat.action.name,
          values: chat.values,
        });
      }
    }
  });

  it('without an action run the first one', () => {
    expect(request('watch')).toMatchObject({ name: 'watch', action: 'list' });
    expect(request('digest')).toMatchObject({ name: 'digest', action: 'show' });
  });
});

describe('a mistake', () => {
  it.each([
    [['chekc', 'example.org'], /unknown command 'chekc'\n\(Did you mean check\?\)/],
    [['check'], /missing required argument 'target'/],
    [
      ['check', 'example.org', '--adress', '192.0.2.7'],
      /unknown option '--adress'\n\(Did you mean --address\?\)/,
    ],
    [['check', 'example.org', '--address'], /argument missing/],
  ])('%j is named', (words, said) => {
    const { outcome, error, out } = read(...words);
    expect(outcome).toEqual({ kind: 'done', mistaken: true });
    expect(error).toMatch(said);
    expect(out).toBe('');
  });

  it.each([
    [['tls', 'example.org', 'more'], /I do not know what to do with "more"/],
    [['watch', 'ad', 'example.org'], /\/watch does not know "ad"/],
    [['digest', 'nope'], /\/digest does not know "nope"/],
  ])('%j is one of the chat reader too', (words, said) => {
    expect(() => read(...words)).toThrow(said);
  });
});

describe('help', () => {
  it('shows every command, an example of each and the exit codes', () => {
    const { outcome, out } = read('--help');
    expect(outcome).toEqual({ kind: 'done', mistaken: false });
    for (const { name, summary } of commands) {
      expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
      expect(out.replace(/\s+/g, ' ')).toContain(summary);
      expect(out).toMatch(new RegExp(`^ {2}notafter ${name}\\b`, 'm'));
    }
    expect(out).toMatch(/3 {4}unknown/);
    expect(out).not.toMatch(/ \/(check|watch)/);
  });

  it('of an action shows its own options and examples', () => {
    const { out } = read('watch', 'add', '--help');
    expect(out).toMatch(/Usage: notafter watch add \[options\] <target>/);
    expect(out).toMatch(/--owner <owners>/);
    expect(out).toContain('notafter watch add api.example.org owner:@payments-oncall');
    expect(out).not.toContain('notafter watch list');
  });

  it('tells the version', () => {
    expect(read('--version')).toEqual({
      outcome: { kind: 'done', mistaken: false },
      out: '1.2.3\n',
      error: '',
    });
  });
});

it('turns hints of the chats into what one types in a shell, and nothing else', () => {
  const names = ['watch', 'check'];
  expect(inShellWords('Change it with /watch edit. Try /check x, "/watch" or (/check).', names)).toBe(
    'Change it with notafter watch edit. Try notafter check x, "notafter watch" or (notafter check).',
  );
  const others = 'https://x.example/check /etc/watch /checks /check/this /other';
  expect(inShellWords(others, names)).toBe(others);
});
