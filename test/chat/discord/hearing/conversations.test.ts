import { describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import type { Message } from '../../../../src/core/message.ts';
import type { Recipient } from '../../../../src/core/watch/notification.ts';
import type { ShownMessage } from '../../../support/discord/shapes.ts';
import { outgoingOf } from '../../../support/outgoing.ts';
import { type Connected, connect } from '../connected.ts';
import { discordUser, fakeWorld, mineCommand, said } from '../fake-world.ts';

const soon = () => AbortSignal.timeout(15_000);

function inChannel(channel: string): Recipient {
  return { kind: 'place', place: { platform: 'discord', channel } };
}

function calling(id: string, words: string): Message {
  return said(words, {
    title: [
      { kind: 'mention', who: discordUser(id) },
      { kind: 'text', text: ` ${words}` },
    ],
  });
}

async function opened({ discord, bot }: Connected, to = inChannel(discord.channel.id)): Promise<string> {
  const outcome = await bot.send(outgoingOf(to, calling(discord.user.id, 'overdue'), 'open'), soon());
  return outcome.kind === 'sent' ? outcome.reference : '';
}

function saying(words: string) {
  return ({ text, isDeleted }: ShownMessage) => !isDeleted && text.includes(words);
}

describe('a conversation', () => {
  it('is held in a thread under its head, announced in one line, and its head is rewritten', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const to = inChannel(discord.channel.id);
    const head = await opened(connected);
    const first = await discord.nextMessage();
    expect(first.pings.users).toEqual([discord.user.id]);
    await bot.send(outgoingOf(to, said('the details'), 'reply', head), soon());
    await bot.send(outgoingOf(to, calling(discord.user.id, 'critical now'), 'announce', head), soon());
    const buttons = [{ label: 'Mine', command: 'mine', values: { target: 'new.example.org' } }];
    const fine = { ...calling(discord.user.id, 'all is well'), buttons };
    expect(await bot.send(outgoingOf(to, fine, 'edit', head), soon())).toEqual({
      kind: 'sent',
      reference: head,
    });
    const [rewritten, details, announced, line] = discord.messages();
    expect(discord.place.channel(first.id)).toMatchObject({ name: 'overdue', type: 11 });
    expect([details?.channelId, announced?.channelId, line?.channelId]).toEqual([
      first.id,
      first.id,
      discord.channel.id,
    ]);
    expect(announced?.pings.users).toEqual([discord.user.id]);
    expect(line).toMatchObject({ text: `✅ critical now <#${first.id}>`, pings: { users: [], roles: [] } });
    expect(rewritten).toMatchObject({ id: first.id, allowedMentions: { parse: [] }, flags: 32_768 });
    expect(rewritten?.pings).toEqual({ users: [], roles: [], everyone: false });
    const [button] = rewritten?.buttons ?? [];
    if (button === undefined) throw new Error('no button');
    expect((await (await discord.press(button)).answer()).text).toContain('asked for 15 characters');
    expect(discord.refused).toEqual([]);
  });

  it('goes on in its thread after a restart, and opens one that was archived', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const to = inChannel(discord.channel.id);
    const head = await opened(connected);
    const { id } = await discord.nextMessage();
    await bot.send(outgoingOf(to, said('the details'), 'reply', head), soon());
    await bot.stop();
    discord.place.changeThread({ id }, 'archived');
    const { token, apiUrl } = discord;
    const reborn = createDiscordPlatform({ token, apiUrl }, fakeWorld([mineCommand]));
    await reborn.start();
    await reborn.send(outgoingOf(to, said('renewed'), 'reply', head), soon());
    expect(await discord.nextMessage(saying('renewed'))).toMatchObject({ channelId: id });
    expect(discord.refused.map(({ code }) => code)).toEqual([160_004, 50_083]);
    await reborn.stop();
  });

  it('named by a long summary has a thread with a name that Discord takes', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const to = inChannel(discord.channel.id);
    const open = outgoingOf(to, { ...said('x'), summary: `${'é/%'.repeat(60)}😀` }, 'open');
    const outcome = await bot.send(open, soon());
    const head = outcome.kind === 'sent' ? outcome.reference : '';
    await bot.send(outgoingOf(to, said('the details'), 'reply', head), soon());
    const { id } = await discord.nextMessage();
    expect(discord.place.channel(id)?.name).toMatch(/^(é\/%){33}…$/);
    expect(discord.refused).toEqual([]);
  });

  it.each([
    ['in direct messages', 'direct'],
    ['in a place that is a thread itself', 'thread'],
    ['where it may start no thread', 'threads'],
    ['whose thread a moderator has locked', 'locked'],
  ])('refers to its head %s', async (_name, where) => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const { place } = discord;
    const channel = place.addChannel('alarms', {
      type: where === 'thread' ? 11 : 0,
      ...(where === 'threads' ? { lacks: 'threads' } : {}),
    });
    const to: Recipient =
      where === 'direct' ? { kind: 'person', who: discordUser(discord.user.id) } : inChannel(channel.id);
    const head = await opened(connected, to);
    const first = await discord.nextMessage();
    if (where === 'locked') {
      await bot.send(outgoingOf(to, said('before'), 'reply', head), soon());
      place.changeThread(first, 'locked');
    }
    await bot.send(outgoingOf(to, calling(discord.user.id, 'critical'), 'announce', head), soon());
    const reply = await discord.nextMessage(saying('critical'));
    expect(reply).toMatchObject({ channelId: first.channelId, replyTo: first.id });
    // It stands in the channel itself: one more line would say it twice.
    expect(discord.messages().filter(saying('critical'))).toHaveLength(1);
    const edit = outgoingOf(to, said('all is well'), 'edit', head);
    expect(await bot.send(edit, soon())).toMatchObject({ kind: 'sent' });
    expect(discord.messages()[0]?.text).toContain('all is well');
  });

  it('without permission to start threads or to refer is said in the channel all the same', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const channel = discord.place.addChannel('alarms', { lacks: 'history' });
    const to = inChannel(channel.id);
    const head = await opened(connected, to);
    const first = await discord.nextMessage();
    discord.place.keepThread(first.id, 'locked', channel);
    discord.place.changeThread(first, 'locked');
    await bot.send(outgoingOf(to, said('critical'), 'reply', head), soon());
    expect(await discord.nextMessage(saying('critical'))).toMatchObject({
      channelId: channel.id,
      replyTo: null,
    });
  });

  it('whose head somebody deleted goes on in the channel, and its head is rewritten no more', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot, logged } = connected;
    const to = inChannel(discord.channel.id);
    const head = await opened(connected);
    discord.deleteMessage(await discord.nextMessage());
    await bot.send(outgoingOf(to, said('the details'), 'reply', head), soon());
    expect(await discord.nextMessage(saying('the details'))).toMatchObject({
      channelId: discord.channel.id,
      replyTo: null,
    });
    const edit = outgoingOf(to, said('all is well'), 'edit', head);
    expect(await bot.send(edit, soon())).toEqual({ kind: 'sent', reference: head });
    expect(logged.map(({ message }) => message)).toContain('a message that was to be rewritten is gone');
  });

  it('sent twice is said once', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const to = inChannel(discord.channel.id);
    const head = await opened(connected);
    expect(await opened(connected)).toBe(head);
    const announce = outgoingOf(to, said('critical'), 'announce', head);
    await bot.send(announce, soon());
    await bot.send(announce, soon());
    expect(discord.messages()).toHaveLength(3);
  });
});
