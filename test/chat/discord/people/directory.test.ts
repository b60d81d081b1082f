import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../../src/core/people.ts';
import type { Channel } from '../../../support/discord/shapes.ts';
import { connect } from '../connected.ts';
import { discordUser, mineCommand } from '../fake-world.ts';

function callerIn(channel: Channel): Caller {
  return {
    who: discordUser('123456789012345678'),
    place: { platform: 'discord', channel: channel.id },
    zone: null,
  };
}

const fromConsole: Caller = {
  who: { platform: 'console', kind: 'user', id: 'op', name: 'op' },
  place: { platform: 'console', channel: 'console' },
  zone: null,
};

describe('people', () => {
  it('are found by the mentions that Discord writes, roles by name as well', async () => {
    let ids = { payments: '', silent: '' };
    await using connected = await connect([mineCommand], {}, ({ place }) => {
      ids = {
        payments: place.addRole('Payments On-call').id,
        silent: place.addRole('silent', { mentionable: false }).id,
      };
    });
    const { discord, bot } = connected;
    const caller = callerIn(discord.channel);
    const { id } = discord.user;
    const alice = { platform: 'discord', kind: 'user', id, name: 'Alice' };
    const role = { platform: 'discord', kind: 'group', id: ids.payments, name: 'Payments On-call' };
    const found = (typed: string) => bot.directory.resolveMentions(typed, caller);
    expect(await found(`<@${id}>`)).toEqual([alice]);
    expect(await found(`<@!${id}> <@&${ids.payments}>, <@${id}>`)).toEqual([alice, role]);
    expect(await found(`discord:${id} discord:&${ids.payments}`)).toEqual([alice, role]);
    expect(await found('@payments on-call')).toEqual([role]);
    await expect(found('@alice')).rejects.toThrow(/Type @ and pick from the list/);
    await expect(found('<@123456789012345678>')).rejects.toThrow(/no Discord user/);
    await expect(found('<@&123456789012345678>')).rejects.toThrow(/not one of this server/);
    await expect(found(`<@&${ids.silent}>`)).rejects.toThrow(/Allow anyone to @mention/);
    await expect(found('@everyone')).rejects.toThrow(/never @everyone/);
    await expect(found(`<@&${discord.place.guild.id}>`)).rejects.toThrow(/never @everyone/);
    await expect(found('<@1> @here')).rejects.toThrow(/never @everyone/);
    await expect(found(' ')).rejects.toThrow(/No name given/);
    await expect(found(`<#${discord.channel.id}>`)).rejects.toThrow(/not a role/);
  });
});

describe('places', () => {
  it("are channels of the caller's own server", async () => {
    const made: Record<string, Channel> = {};
    await using connected = await connect([mineCommand], {}, ({ place }) => {
      made.alarms = place.addChannel('alarms');
      made.voice = place.addChannel('lounge', { type: 2 });
      made.twin = place.addChannel('twin');
      place.addChannel('twin');
      made.foreign = place.addChannel('foreign', { guild: place.addGuild('Rival') });
    });
    const { discord, bot } = connected;
    const caller = callerIn(discord.channel);
    const found = (typed: string, by = caller) => bot.directory.resolvePlace(typed, by);
    const alarms = { platform: 'discord', channel: made.alarms?.id };
    expect(await found('here')).toEqual(caller.place);
    for (const typed of [`<#${made.alarms?.id}>`, `discord:${made.alarms?.id}`, '#alarms', 'alarms']) {
      expect(await found(typed)).toEqual(alarms);
    }
    await expect(found(`<#${made.foreign?.id}>`)).rejects.toThrow(/cannot see the channel/);
    expect(await found(`discord:${made.foreign?.id}`, fromConsole)).toMatchObject({ platform: 'discord' });
    await expect(found('<#123456789012345678>')).rejects.toThrow(/cannot see the channel/);
    await expect(found(`<#${made.voice?.id}>`)).resolves.toMatchObject({ platform: 'discord' });
    await expect(found('#twin')).rejects.toThrow(/several channels/);
    await expect(found('#nowhere')).rejects.toThrow(/Type # and pick/);
  });
});
