import { describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import { askingCommand, askingMessage, reassignCommand, reassignMessage } from '../../../support/asking.ts';
import type { Role, ShownButton } from '../../../support/discord/shapes.ts';
import { outgoingOf } from '../../../support/outgoing.ts';
import { type Connected, connect } from '../connected.ts';
import { createMemoryActions, fakeWorld } from '../fake-world.ts';

const soon = () => AbortSignal.timeout(15_000);

async function posted({ discord, bot }: Connected, message = askingMessage()): Promise<ShownButton> {
  const to = { kind: 'place', place: { platform: 'discord', channel: discord.channel.id } } as const;
  await bot.send(outgoingOf(to, message, 'open'), soon());
  const [button] = (await discord.nextMessage()).buttons;
  if (button === undefined) throw new Error('no button');
  return button;
}

describe('a button that asks', () => {
  it('opens a form and runs with what was filled in, for who pressed it alone', async () => {
    await using connected = await connect([askingCommand('caller')]);
    const { discord } = connected;
    const bob = discord.place.addPerson('Bob');
    const pressed = await discord.press(await posted(connected), { user: bob });
    const modal = await pressed.modal();
    expect(modal).toMatchObject({
      title: 'On it until',
      inputs: [
        { name: 'until', required: true },
        { name: 'reason', required: false, choices: null },
        { name: 'how', value: 'maybe', choices: ['surely', 'maybe'] },
      ],
    });
    const run = await discord.submit(modal, { until: '2h', how: 'surely' }, bob);
    const answer = await run.answer();
    expect(answer.text).toContain('Bob took i1 until 2h, reason none, how surely');
    expect(answer.visibleTo).toBe(bob.id);
    expect(discord.refused).toEqual([]);
  });

  it('of a command that everybody sees answers for everybody', async () => {
    await using connected = await connect([askingCommand('channel')]);
    const { discord } = connected;
    const modal = await (await discord.press(await posted(connected))).modal();
    const run = await discord.submit(modal, { until: '2h', reason: 'a & <@1>' });
    expect(await run.answer()).toMatchObject({ visibleTo: null, pings: { users: [], roles: [] } });
    expect(discord.refused).toEqual([]);
  });

  it('lets people and roles be picked, since a typed name finds nobody', async () => {
    let role: Role | null = null;
    await using connected = await connect([reassignCommand], {}, ({ place }) => {
      role = place.addRole('payments');
    });
    const { id: group } = role as unknown as Role;
    const { discord } = connected;
    const bob = discord.place.addPerson('Bob');
    const modal = await (await discord.press(await posted(connected, reassignMessage()))).modal();
    const run = await discord.submit(modal, { to: `${bob.id} &${group}` });
    expect((await run.answer()).text).toContain(`i1 is for user ${bob.id} and group ${group}`);
    expect(discord.refused).toEqual([]);
  });

  it('works with more in it than fits an id, and after a restart', async () => {
    const actions = createMemoryActions();
    const command = askingCommand('channel');
    await using connected = await connect([command], { actions });
    const { discord, bot } = connected;
    const button = await posted(connected, askingMessage('x!y?'.repeat(100), 'L'.repeat(70)));
    await bot.stop();
    const { token, apiUrl } = discord;
    const reborn = createDiscordPlatform({ token, apiUrl }, fakeWorld([command], { actions }));
    await reborn.start();
    const modal = await (await discord.press(button)).modal();
    const run = await discord.submit(modal, { until: '2h' });
    expect((await run.answer()).text).toContain('until 2h, reason none, how maybe');
    expect(discord.refused).toEqual([]);
    await reborn.stop();
  });

  it.each(['~#forgotten', '*ack?id=1!forged', '~gone!until'])(
    'that is forged (%s) says so',
    async (customId) => {
      await using connected = await connect([askingCommand('channel')]);
      const { discord } = connected;
      await discord.press(await posted(connected), { customId });
      const told = await discord.nextMessage(({ text }) => text.includes('This button is no longer known'));
      expect(told.visibleTo).toBe(discord.user.id);
    },
  );
});
