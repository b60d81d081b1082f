import { describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import type { ShownButton, ShownMessage } from '../../../support/discord/shapes.ts';
import type { DiscordStandIn, Run } from '../../../support/discord/stand-in.ts';
import { connect } from '../connected.ts';
import { checkCommand, createMemoryActions, fakeWorld, mineCommand } from '../fake-world.ts';

async function healthy(discord: DiscordStandIn): Promise<ShownMessage> {
  const run = await discord.slash({ name: 'check', options: { target: 'api.example.org' } });
  return answered(run);
}

function answered(run: Run): Promise<ShownMessage> {
  return run.answer((message) => message.text.includes('healthy'));
}

function button(message: ShownMessage, label: string): ShownButton {
  const found = message.buttons.find((candidate) => candidate.label === label);
  if (found === undefined) throw new Error(`no button ${label}`);
  return found;
}

const commands = [checkCommand(), mineCommand];

describe('a button', () => {
  it('of the same command edits the message it stands in', async () => {
    await using connected = await connect(commands);
    const { discord } = connected;
    const message = await healthy(discord);
    const run = await discord.press(button(message, 'Check again'));
    expect(await run.acknowledged()).toMatchObject({ kind: 'defer-update' });
    const again = await run.answer(
      ({ text, revisions }) => text.includes('healthy') && revisions.length > message.revisions.length,
    );
    expect(again.id).toBe(message.id);
    expect(discord.messages()).toHaveLength(1);
    expect(discord.refused).toEqual([]);
  });

  it('of another command answers anew, as visibly as that command does', async () => {
    await using connected = await connect(commands);
    const { discord } = connected;
    const message = await healthy(discord);
    const bob = discord.place.addPerson('Bob');
    const run = await discord.press(button(message, 'Mine'), { user: bob });
    expect(await run.acknowledged()).toMatchObject({ kind: 'defer', isEphemeral: true });
    const answer = await run.answer();
    expect(answer.visibleTo).toBe(bob.id);
    expect(answer.text).toContain('Bob asked for 15 characters');
  });

  it('with more in it than fits an id still works after a restart', async () => {
    const actions = createMemoryActions();
    await using connected = await connect(commands, { actions });
    const { discord, bot } = connected;
    const message = await healthy(discord);
    for (const { customId } of message.buttons) expect(customId.length).toBeLessThanOrEqual(100);
    expect(actions.size()).toBe(1);
    await bot.stop();
    const { token, apiUrl } = discord;
    const reborn = createDiscordPlatform({ token, apiUrl }, fakeWorld(commands, { actions }));
    await reborn.start();
    const run = await discord.press(button(message, 'Long'));
    expect((await run.answer()).text).toContain('asked for 166 characters');
    await reborn.stop();
  });

  it.each([
    'nonsense',
    '=check.no?target=a',
    '+check?forged=1',
    '-gone?target=a',
    '+#forgotten',
    '=#forgotten',
    '-#x',
  ])('that is forged or forgotten (%s) says so, to who pressed it only', async (customId) => {
    await using connected = await connect(commands);
    const { discord } = connected;
    const message = await healthy(discord);
    await discord.press(button(message, 'Mine'), { customId });
    const told = await discord.nextMessage(({ text }) => text.includes('This button is no longer known'));
    expect(told.visibleTo).toBe(discord.user.id);
    expect(discord.messages().find(({ id }) => id === message.id)?.text).toBe(message.text);
    const shown = discord.messages().filter(({ isDeleted }) => !isDeleted);
    expect(shown.filter(({ visibleTo }) => visibleTo === null)).toHaveLength(1);
    expect(discord.refused).toEqual([]);
  });

  it('typed from a hostile value never runs out of its option', async () => {
    await using connected = await connect(commands);
    const { discord } = connected;
    const target = 'a&forged=1?x=#%00.remove';
    const run = await discord.slash({ name: 'check', options: { target } });
    const message = await answered(run);
    const pressed = await discord.press(button(message, 'Mine'));
    expect((await pressed.answer()).text).toContain(`asked for ${target.length} characters`);
  });
});
