import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/index.ts';
import { discordCommands } from '../../../../src/chat/discord/registering/command-json.ts';
import { registerDiscordCommands } from '../../../../src/chat/discord/registering/register.ts';
import type { Command } from '../../../../src/core/command.ts';
import type { Option } from '../../../../src/core/option.ts';
import { rateLimited, startDiscord } from '../../../support/discord/stand-in.ts';
import { checkCommands } from '../../../support/discord/validating/check-commands.ts';
import { checkCommand, commandOf, createMemoryLog, mineCommand } from '../fake-world.ts';

const log = createMemoryLog();
const quiet = async function* () {};

function withOptions(count: number, parts: Partial<Option> = {}): Command {
  const options = Array.from({ length: count }, (_, index) => ({
    name: `o${index}`,
    kind: 'text' as const,
    summary: 'an option',
    ...parts,
  }));
  return commandOf('many', quiet, { options });
}

describe('registration', () => {
  it('puts the commands once, and again only when they changed', async () => {
    await using discord = await startDiscord();
    const { token, apiUrl } = discord;
    const first = await registerDiscordCommands({
      token,
      apiUrl,
      commands: [checkCommand(), mineCommand],
      log,
    });
    expect(first).toMatch(/^2 commands registered \(everywhere/);
    const again = await registerDiscordCommands({
      token,
      apiUrl,
      commands: [mineCommand, checkCommand()],
      log,
    });
    expect(again).toMatch(/already/);
    await registerDiscordCommands({
      token,
      apiUrl,
      commands: [{ ...mineCommand, summary: 'Other words' }],
      log,
    });
    expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
    expect(discord.commands().map(({ name, description }) => [name, description])).toEqual([
      ['mine', 'Other words'],
    ]);
    expect(discord.refused).toEqual([]);
  });

  it('can be for one server', async () => {
    await using discord = await startDiscord();
    const { token, apiUrl, place } = discord;
    const registration = { token, apiUrl, guildId: place.guild.id, commands: [checkCommand()], log };
    expect(await registerDiscordCommands(registration)).toContain(place.guild.id);
    expect(await registerDiscordCommands(registration)).toMatch(/already/);
    expect(discord.commands(place.guild.id)).toHaveLength(1);
    expect(discord.commands()).toHaveLength(0);
  });

  it('says in plain words what Discord refuses', async () => {
    await using discord = await startDiscord();
    const { token, apiUrl } = discord;
    const commands = [mineCommand];
    await expect(registerDiscordCommands({ token: 'wrong', apiUrl, commands, log })).rejects.toThrow(
      /DISCORD_TOKEN/,
    );
    const elsewhere = { token, apiUrl, guildId: '123456789012345678', commands, log };
    await expect(registerDiscordCommands(elsewhere)).rejects.toThrow(/Could not register the commands/);
    discord.failNext({ method: 'PUT', path: /commands/, reply: rateLimited(3600) });
    await expect(registerDiscordCommands({ token, apiUrl, commands, log })).rejects.toThrow(/slow down/);
  });
});

describe('commands as Discord takes them', () => {
  it('become subcommands and text options, what is required first', () => {
    const options: readonly Option[] = [
      { name: 'within', kind: 'duration', summary: 'how long' },
      { name: 'mode', kind: 'choice', summary: 'which', required: true, choices: ['now', 'off'] },
    ];
    const watch = commandOf('watch', quiet, {
      actions: ['list', 'add'].map((name) => ({
        name,
        summary: `Does ${name}`,
        needs: 'anyone' as const,
        options,
        run: quiet,
      })),
    });
    const json = discordCommands([watch]);
    expect(checkCommands(json, false)).toHaveLength(1);
    expect(json[0]?.options[1]).toEqual({
      type: 1,
      name: 'add',
      description: 'Does add',
      options: [
        {
          type: 3,
          name: 'mode',
          description: 'which',
          required: true,
          choices: [
            { name: 'now', value: 'now' },
            { name: 'off', value: 'off' },
          ],
        },
        { type: 3, name: 'within', description: 'how long' },
      ],
    });
  });

  it('are those of the project, all within the limits', () => {
    expect(checkCommands(discordCommands(commands), true)).toHaveLength(commands.length);
  });

  const choices = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
  const named = (name: string) => [commandOf(name, quiet, { summary: 'A command' })];
  it.each([
    ['100 commands', Array.from({ length: 100 }, (_, index) => commandOf(`c${index}`, quiet)), true],
    ['101 commands', Array.from({ length: 101 }, (_, index) => commandOf(`c${index}`, quiet)), false],
    ['25 options', [withOptions(25)], true],
    ['26 options', [withOptions(26)], false],
    ['25 choices', [withOptions(1, { choices: choices(25) })], true],
    ['26 choices', [withOptions(1, { choices: choices(26) })], false],
    ['a choice of 100', [withOptions(1, { choices: ['x'.repeat(100)] })], true],
    ['a choice of 101', [withOptions(1, { choices: ['x'.repeat(101)] })], false],
    ['a description of 100', [withOptions(1, { summary: 'x'.repeat(100) })], true],
    ['a description of 101', [withOptions(1, { summary: 'x'.repeat(101) })], false],
    ['no description', [withOptions(1, { summary: '' })], false],
    ['a name of 32', named('n'.repeat(32)), true],
    ['a name of 33', named('n'.repeat(33)), false],
    ['a name in capitals', named('Check'), false],
    // "many" and its summary are 20 characters, each option's name and summary 11 or 12, the rest are choices.
    ['8,000 characters', [sized(8000)], true],
    ['8,001 characters', [sized(8001)], false],
  ] as const)('%s', (_name, commands, isTaken) => {
    const make = () => checkCommands(discordCommands(commands), false);
    if (isTaken) expect(make()).toHaveLength(commands.length);
    else expect(make).toThrow(/Discord/);
  });

  /** A command whose names, descriptions and choices are `size` characters long. */
  function sized(size: number): Command {
    const base = withOptions(25, { summary: 'x'.repeat(100) });
    const taken = JSON.stringify(discordCommands([base])).match(/"(name|description)":"([^"]*)"/g) ?? [];
    const used = taken.reduce((sum, field) => sum + field.replace(/^"\w+":"/, '').length - 1, 0);
    let left = size - used;
    const options = (base.actions[0]?.options ?? []).map((option) => {
      const found: string[] = [];
      while (left > 1 && found.length < 25) {
        const length = Math.min(100, Math.floor(left / 2));
        found.push(`${String(found.length).padStart(2, '0')}${'y'.repeat(98)}`.slice(0, length));
        left -= 2 * length;
      }
      return found.length === 0 ? option : { ...option, choices: found };
    });
    const spare = left;
    return { ...commandOf('many', quiet, { options }), summary: `The command many${'z'.repeat(spare)}` };
  }
});
