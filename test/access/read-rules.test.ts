import { describe, expect, it } from 'vitest';
import { readRules } from '../../src/access/read-rules.ts';
import { defaultRules } from '../../src/access/rules.ts';

const known = new Set(['check', 'watch', 'watch add']);
const read = (text: string) => readRules(text, 'access.yaml', known);

describe('ACCESS_FILE', () => {
  it('names people, groups and channels of both platforms, and what commands take', () => {
    const rules = read(`
admin: [slack:U012AB3CD, "discord:&12"]
blocked: [slack:C012AB3CD, "discord:#9"]
platform-admins: false
commands:
  watch add: admin
`);
    expect(rules.roles.get('admin')).toEqual([
      { platform: 'slack', kind: 'user', id: 'U012AB3CD' },
      { platform: 'discord', kind: 'group', id: '12' },
    ]);
    expect(rules.roles.get('blocked')?.map(({ kind }) => kind)).toEqual(['channel', 'channel']);
    expect(rules.roles.has('member')).toBe(false);
    expect(rules.platformAdmins).toBe(false);
    expect(rules.commands.get('watch add')).toBe('admin');
  });

  it('takes a command as it is typed, once', () => {
    const rules = read('commands:\n  /check: member\n  "/watch  add": admin\n');
    expect([...rules.commands]).toEqual([
      ['check', 'member'],
      ['watch add', 'admin'],
    ]);
    expect(() => read('commands:\n  check: member\n  /check: admin\n')).toThrow(
      'line 3: "check" is there twice',
    );
  });

  it('may be empty', () => {
    expect(read('# nothing yet\n')).toEqual({ ...defaultRules, roles: new Map([['admin', []]]) });
  });

  it.each([
    [
      'admin:\n  - slack:U012AB3CD\n  - alice\n',
      'access.yaml, line 3 (admin.1): "alice" names nobody; wanted: slack:U012AB3CD',
    ],
    ['\nadmins: [slack:U012AB3CD]\n', 'line 2 (admins): nothing is called so; wanted: admin, member'],
    ['commands:\n  check: everybody\n', 'line 2 (commands.check): wanted: anyone, member, admin'],
    [
      'commands:\n  chekc: admin\n',
      'line 2: there is no command "chekc"; wanted: "check", "watch" or "watch add"',
    ],
    ['admin: [slack:U012AB3CD\nmember: 3\n', 'access.yaml, line '],
    ['platform-admins: perhaps\n', 'line 1 (platform-admins): wanted: true or false'],
    ['- admin\n', 'access.yaml, line 1'],
  ])('%j is refused with its line', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});
