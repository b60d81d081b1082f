import { describe, expect, it } from 'vitest';
import { code, type Message, paragraph, text } from '../../../../src/core/message.ts';
import type { Place } from '../../../../src/core/people.ts';
import type { Recipient } from '../../../../src/core/watch/notification.ts';
import { rateLimited, refusal } from '../../../support/discord/stand-in.ts';
import { connect } from '../connected.ts';
import { discordUser, mineCommand, notificationOf, said } from '../fake-world.ts';

const soon = () => AbortSignal.timeout(15_000);

function to(channel: string): Recipient {
  const place: Place = { platform: 'discord', channel };
  return { kind: 'place', place };
}

describe('a notification', () => {
  it('calls its owners exactly, whatever the certificate is called', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const bob = discord.place.addPerson('Bob');
    const role = discord.place.addRole('payments');
    const hostile = `@everyone @here <@${bob.id}> <@!${bob.id}> <@&${role.id}> <#${discord.channel.id}>`;
    const message: Message = {
      tone: 'bad',
      title: [
        { kind: 'mention', who: discordUser(discord.user.id) },
        { kind: 'mention', who: { platform: 'discord', kind: 'group', id: role.id, name: 'payments' } },
        text(` the certificate of ${hostile} expires`),
      ],
      blocks: [paragraph(text(hostile)), paragraph(code(hostile)), { kind: 'code', text: hostile }],
      summary: 'a ping',
    };
    const outcome = await bot.send(notificationOf(to(discord.channel.id), message), soon());
    const posted = await discord.nextMessage();
    expect(outcome).toEqual({ kind: 'sent', reference: `${discord.channel.id}/${posted.id}` });
    expect(posted.allowedMentions).toEqual({ parse: [], users: [discord.user.id], roles: [role.id] });
    expect(posted.pings).toEqual({ users: [discord.user.id], roles: [role.id], everyone: false });
    // Nothing is left that would be a mention if the allowed mentions were lost on the way.
    expect(posted.text).not.toContain(`<@${bob.id}>`);
    expect(posted.text).not.toMatch(/@everyone|@here/);
  });

  it('names owners of other platforms without calling anybody', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const who = { platform: 'slack', kind: 'user', id: '123456789012345678', name: 'carol' } as const;
    const message = said('for ', { title: [text('for '), { kind: 'mention', who }] });
    await bot.send(notificationOf(to(discord.channel.id), message), soon());
    const posted = await discord.nextMessage(({ text: shown }) => shown.includes('@carol'));
    expect(posted.pings).toEqual({ users: [], roles: [], everyone: false });
  });

  it('reaches a person by direct message, and a thread as the channel it is', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const person: Recipient = { kind: 'person', who: discordUser(discord.user.id) };
    expect(await bot.send(notificationOf(person, said('psst'), 'k1'), soon())).toMatchObject({
      kind: 'sent',
    });
    const direct = await discord.nextMessage();
    expect(direct.channelId).toBe(discord.place.directMessage(discord.user).id);
    const thread = discord.place.addChannel('incident', { type: 11 });
    const place: Recipient = {
      kind: 'place',
      place: { platform: 'discord', channel: discord.channel.id, thread: thread.id },
    };
    await bot.send(notificationOf(place, said('in there'), 'k2'), soon());
    expect((await discord.nextMessage()).channelId).toBe(thread.id);
  });

  it('is posted once when the same one is sent again after a crash', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const notification = notificationOf(to(discord.channel.id), said('once'), 'ping:abc:due:1');
    await bot.send(notification, soon());
    expect(await bot.send(notification, soon())).toMatchObject({ kind: 'sent' });
    await bot.send({ ...notification, key: 'ping:abc:overdue:1' }, soon());
    expect(discord.messages()).toHaveLength(2);
  });
});

describe('a refusal', () => {
  it('that is for good says what to mend', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const { place } = discord;
    const shy = place.addPerson('Shy', { acceptsDms: false });
    const elsewhere = place.addChannel('private', { guild: place.addGuild('Other', { hasBot: false }) });
    const role = { platform: 'discord', kind: 'group', id: place.addRole('ops').id, name: 'ops' } as const;
    const cases: readonly (readonly [Recipient, RegExp])[] = [
      [to('123456789012345678'), /gone/],
      [to(elsewhere.id), /may not see that channel/],
      [to(place.addChannel('quiet', { refusesWith: 50013 }).id), /Send Messages/],
      [{ kind: 'person', who: discordUser(shy.id) }, /no direct messages/],
      [{ kind: 'person', who: role }, /not one person/],
    ];
    for (const [recipient, reason] of cases) {
      const outcome = await bot.send(notificationOf(recipient, said('hi')), soon());
      expect(outcome).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
    }
  });

  it('of the token ends all sending, so that Discord does not ban the address', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    discord.failNext({ method: 'POST', path: /^\/channels\//, reply: refusal(401, 0, '401: Unauthorized') });
    const first = await bot.send(notificationOf(to(discord.channel.id), said('a'), 'a'), soon());
    expect(first).toEqual({ kind: 'refused', reason: expect.stringContaining('DISCORD_TOKEN') });
    const before = discord.requests.length;
    const second = await bot.send(notificationOf(to(discord.channel.id), said('b'), 'b'), soon());
    expect(second).toEqual(first);
    expect(discord.requests).toHaveLength(before);
  });

  it.each([
    ['a long rate limit', rateLimited(60), 1, { kind: 'retry', afterMs: expect.closeTo(60_050, -2) }],
    ['a 500', refusal(500, 0, 'oops'), 2, { kind: 'retry', afterMs: null }],
    ['a 429 of a proxy', { status: 429, body: 'slow' }, 1, { kind: 'retry', afterMs: null }],
    ['a 403 of a proxy', { status: 403, body: 'blocked' }, 1, { kind: 'retry', afterMs: null }],
    ['a broken connection', 'hang up', 2, { kind: 'retry', afterMs: null }],
  ] as const)('by %s is tried again later', async (_name, reply, times, expected) => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    discord.failNext({ method: 'POST', path: /^\/channels\//, reply, times });
    const notification = notificationOf(to(discord.channel.id), said('later'));
    expect(await bot.send(notification, soon())).toMatchObject(expected);
    expect(discord.messages()).toHaveLength(0);
  });

  it('by a short rate limit is waited for', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    discord.failNext({ method: 'POST', path: /^\/channels\//, reply: rateLimited(0.2, 'shared') });
    const notification = notificationOf(to(discord.channel.id), said('patience'));
    expect(await bot.send(notification, soon())).toMatchObject({ kind: 'sent' });
  });

  it('does not come when the bot is stopping: what was held back is sent later', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    discord.failNext({ method: 'POST', path: /^\/channels\//, reply: rateLimited(4) });
    const stopping = new AbortController();
    const outcome = bot.send(notificationOf(to(discord.channel.id), said('held')), stopping.signal);
    await discord.until(
      () => discord.requests.find(({ method, path }) => method === 'POST' && path.startsWith('/channels/')),
      'post',
    );
    stopping.abort();
    expect(await outcome).toMatchObject({ kind: 'retry' });
  });
});
