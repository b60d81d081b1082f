import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { slackManifest } from '../../../src/chat/slack/manifest.ts';
import type { Command } from '../../../src/core/command.ts';
import { commandOf } from '../discord/fake-world.ts';

function named(name: string, parts: Partial<Command> = {}): Command {
  return commandOf(name, async function* () {}, parts);
}

function many(count: number): readonly Command[] {
  return Array.from({ length: count }, (_, index) => named(`c${index}`));
}

const folder = join(import.meta.dirname, '../../../src/chat/slack');
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'manifest.ts')
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

describe('the commands', () => {
  it('of the bot are all there, each with its summary, how to type it, and mentions that carry ids', () => {
    const { slash_commands } = slackManifest(commands).features;
    expect(slash_commands.map(({ command }) => command)).toEqual(commands.map(({ name }) => `/${name}`));
    for (const [index, { description, should_escape }] of slash_commands.entries()) {
      expect(description).toBe(commands[index]?.summary);
      expect(should_escape).toBe(true);
    }
  });

  it('tell what can be typed after them', () => {
    const target = {
      name: 'target',
      kind: 'target',
      summary: 'a host',
      required: true,
      positional: true,
    } as const;
    const within = { name: 'within', kind: 'duration', summary: 'how long', example: '30d' } as const;
    const check = commandOf('check', async function* () {}, { options: [target, within] });
    const watch = named('watch', {
      actions: ['list', 'add'].map((name) => ({
        name,
        summary: name,
        needs: 'anyone' as const,
        options: [],
        async *run() {},
      })),
    });
    const hints = slackManifest([check, watch, named('help')]).features.slash_commands;
    expect(hints.map(({ usage_hint }) => usage_hint)).toEqual([
      'target [within:30d]',
      'list | add',
      undefined,
    ]);
  });

  it.each<[string, readonly Command[], readonly Command[], RegExp]>([
    ['50 commands', many(50), many(51), /51 commands; Slack takes 50/],
    [
      '32 characters of a name',
      [named('x'.repeat(31))],
      [named('x'.repeat(32))],
      /33 characters in \/x+; Slack takes 32/,
    ],
    [
      '2,000 characters of a description',
      [named('check', { summary: 's'.repeat(2000) })],
      [named('check', { summary: 's'.repeat(2001) })],
      /2001 characters in the description of \/check; Slack takes 2000/,
    ],
    ['a name it can type', [named('check-2')], [named('Check it')], /Slack takes names of .*: \/Check it/],
    ['some description', [named('check')], [named('check', { summary: '' })], /wants a description: \/check/],
  ])('have %s at most', (_limit, fitting, over, sentence) => {
    expect(slackManifest(fitting).features.slash_commands).toHaveLength(fitting.length);
    expect(() => slackManifest(over)).toThrow(sentence);
  });
});

/**
 * Which scopes each method that is called needs (the page of each, "Required scopes"); every one of them, or the method
 * does less than it is called for.
 */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  // A history is looked through where the app was given the scope; for direct messages it has it.
  'conversations.history': ['im:history'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** The same of what the bot listens to. */
const scopesOfListening: readonly (readonly [RegExp, readonly string[]])[] = [
  [/app\.event\('app_mention'/, ['app_mentions:read']],
  [/app\.event\('message'/, ['im:history']],
  [/app\.event\('app_home_opened'/, []],
  [/app\.command\(/, ['commands']],
  [/app\.shortcut/, ['commands']],
];

describe('the shortcuts', () => {
  it('are those that the bot listens to, within the limits of their names and descriptions', () => {
    const { shortcuts } = slackManifest([]).features;
    expect(shortcuts.length).toBeLessThanOrEqual(10);
    expect(shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
      ['message', 'check_link'],
      ['message', 'read_certificates'],
      ['global', 'check_target'],
    ]);
    for (const { name, description } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
    expect(source).toMatch(/app\.shortcut/);
  });
});

describe('the permissions', () => {
  const called = new Set(
    [...source.matchAll(/client\s*\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)].map(([, method = '']) => method),
  );

  it('cover every method that is called, and everything that is listened to', () => {
    expect([...called].filter((method) => !Object.hasOwn(scopesOf, method))).toEqual([]);
    const listened = [...source.matchAll(/app\.(?:command|shortcut|event\('[a-z_]+')/g)].map(
      ([words]) => `${words}(`,
    );
    for (const words of listened) {
      expect(
        scopesOfListening.some(([wanted]) => wanted.test(words)),
        words,
      ).toBe(true);
    }
  });

  it('are those that are used and no other', () => {
    const used = [
      ...[...called].flatMap((method) => scopesOf[method] ?? []),
      ...scopesOfListening.flatMap(([wanted, scopes]) => (wanted.test(source) ? scopes : [])),
    ];
    expect(slackManifest([]).oauth_config.scopes.bot).toEqual([...new Set(used)].toSorted());
  });

  it('let the bot hear mentions and direct messages, which people can type', () => {
    const { settings, features } = slackManifest([]);
    expect(settings.event_subscriptions.bot_events).toEqual(['app_home_opened', 'app_mention', 'message.im']);
    expect(settings.interactivity.is_enabled).toBe(true);
    expect(features.app_home).toMatchObject({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });
});

describe('the way in', () => {
  it('is Socket Mode, with no address', () => {
    const manifest = slackManifest([named('check')]);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toMatch(/url/);
  });

  it('is the given address for commands, buttons and events alike', () => {
    const requestUrl = 'https://bot.example/slack/events';
    const { settings, features } = slackManifest([named('check')], { requestUrl });
    expect(settings.socket_mode_enabled).toBe(false);
    expect(settings.event_subscriptions.request_url).toBe(requestUrl);
    expect(settings.interactivity.request_url).toBe(requestUrl);
    expect(settings.interactivity.message_menu_options_url).toBe(requestUrl);
    expect(features.slash_commands.map(({ url }) => url)).toEqual([requestUrl]);
  });
});
