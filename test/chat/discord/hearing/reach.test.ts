import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../../../src/core/watch/notification.ts';
import type { Channel } from '../../../support/discord/shapes.ts';
import type { DiscordStandIn } from '../../../support/discord/stand-in.ts';
import { outgoingOf } from '../../../support/outgoing.ts';
import { connect } from '../connected.ts';
import { commandOf, mineCommand, said } from '../fake-world.ts';

const soon = () => AbortSignal.timeout(15_000);
const speaking = commandOf('speaking', async function* () {}, {
  actions: [
    {
      ...{ name: '', summary: 'Comes back later', needs: 'anyone', options: [], speaksLater: () => true },
      async *run() {
        yield said('begun');
      },
    },
  ],
});

function placesOf({ place, channel, user }: DiscordStandIn): Readonly<Record<string, () => Channel>> {
  return {
    'its server': () => channel,
    'direct messages with it': () => place.directMessage(user),
    'a server without it': () =>
      place.addChannel('far', { guild: place.addGuild('Other', { hasBot: false }) }),
    'messages of others': () => place.addChannel('group', { type: 3 }),
  };
}

describe('what comes later by itself', () => {
  it.each([
    ['its server', /begun/],
    ['direct messages with it', /begun/],
    ['a server without it', /not in this server.*invited/],
    ['messages of others', /not part of this conversation.*direct message/],
  ])('is begun or refused, with what to do: %s', async (where, words) => {
    await using connected = await connect([speaking]);
    const { discord } = connected;
    const channel = placesOf(discord)[where]?.() ?? discord.channel;
    const answer = await (await discord.slash({ name: 'speaking', channel })).answer();
    expect(answer.text).toMatch(words);
    expect(discord.refused).toEqual([]);
  });
});

it.each(['a server without it', 'messages of others'])(
  'an answer that outlives its 15 minutes in %s goes to its caller',
  async (where) => {
    const gate = Promise.withResolvers<void>();
    const slow = commandOf('slow', async function* () {
      yield said('Looking', {}, 'neutral');
      await gate.promise;
      yield said('Found at last');
    });
    await using connected = await connect([slow]);
    const { discord } = connected;
    const channel = placesOf(discord)[where]?.() ?? discord.channel;
    const run = await discord.slash({ name: 'slow', channel });
    await run.answer(({ text }) => text.includes('Looking'));
    discord.advance(16 * 60_000);
    gate.resolve();
    const late = await discord.nextMessage(({ text }) => text.includes('Found at last'));
    expect(late.channelId).toBe(discord.place.directMessage(discord.user).id);
  },
);

describe('a place for alarms', () => {
  it.each([
    ['an announcement channel', 5, 'thread'],
    ['a voice channel', 2, 'beside'],
    ['a forum', 15, 'post'],
  ] as const)('may be %s', async (_name, type, how) => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const channel = discord.place.addChannel('alarms', { type });
    const to: Recipient = { kind: 'place', place: { platform: 'discord', channel: channel.id } };
    const outcome = await bot.send(outgoingOf(to, said('overdue'), 'open'), soon());
    const head = outcome.kind === 'sent' ? outcome.reference : '';
    const first = await discord.nextMessage();
    await bot.send(outgoingOf(to, said('critical'), 'announce', head), soon());
    await bot.send(outgoingOf(to, said('all is well'), 'edit', head), soon());
    const [rewritten, event, ...lines] = discord.messages();
    expect(rewritten).toMatchObject({ id: first.id, text: '✅ **all is well**' });
    expect(event?.text).toContain('critical');
    expect(event?.channelId).toBe(how === 'beside' ? channel.id : first.id);
    expect(event?.replyTo).toBe(how === 'beside' ? first.id : null);
    expect(lines).toHaveLength(how === 'thread' ? 1 : 0);
    if (how === 'post') expect(discord.place.channel(first.id)?.name).toBe('overdue');
  });

  it('that is a forum with tags that must be set is refused with what to do', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    const channel = discord.place.addChannel('alarms', { type: 15, wantsTag: true });
    const to: Recipient = { kind: 'place', place: { platform: 'discord', channel: channel.id } };
    expect(await bot.send(outgoingOf(to, said('overdue'), 'open'), soon())).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('Make tags optional'),
    });
  });
});
