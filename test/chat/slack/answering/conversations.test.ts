import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/core/message.ts';
import type { Outgoing, Recipient } from '../../../../src/core/watch/notification.ts';
import { outgoingOf } from '../../../support/outgoing.ts';
import { said } from '../../discord/fake-world.ts';
import { type Connected, connect, mineCommand, shows, slackUser } from '../connected.ts';

const soon = () => AbortSignal.timeout(15_000);

function inChannel(channel: string, thread?: string): Recipient {
  return {
    kind: 'place',
    place: { platform: 'slack', channel, ...(thread === undefined ? {} : { thread }) },
  };
}

function calling(id: string, words: string): Message {
  return said(words, {
    title: [
      { kind: 'mention', who: slackUser(id) },
      { kind: 'text', text: ` ${words}` },
    ],
  });
}

async function opened({ slack, bot }: Connected, to = inChannel(slack.channel.id)): Promise<string> {
  const outcome = await bot.send(outgoingOf(to, calling(slack.user.id, 'overdue'), 'open'), soon());
  return outcome.kind === 'sent' ? outcome.reference : '';
}

describe('a conversation', () => {
  it('holds replies under its head, shows what is announced in the channel too, and rewrites the head', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const to = inChannel(slack.channel.id);
    const head = await opened(connected);
    const first = await slack.nextMessage(shows('overdue'));
    expect(slack.pings(first).users).toEqual([slack.user.id]);
    await bot.send(outgoingOf(to, said('the details'), 'reply', head), soon());
    await bot.send(outgoingOf(to, calling(slack.user.id, 'critical now'), 'announce', head), soon());
    const buttons = [{ label: 'Mine', command: 'mine', values: { target: 'new.example.org' } }];
    const fine = { ...calling(slack.user.id, 'all is well'), buttons };
    expect(await bot.send(outgoingOf(to, fine, 'edit', head), soon())).toEqual({
      kind: 'sent',
      reference: head,
    });
    const [rewritten, details, announced] = slack.messages;
    expect(details).toMatchObject({ threadTs: first.ts, isBroadcast: false });
    expect(announced).toMatchObject({ threadTs: first.ts, isBroadcast: true });
    expect(rewritten).toMatchObject({ ts: first.ts, pings: { users: [], groups: [], everybody: false } });
    expect(rewritten?.shown).toContain('all is well');
    if (rewritten === undefined || announced === undefined) throw new Error('nothing there');
    await slack.press({ message: rewritten, label: 'Mine' });
    await slack.nextEphemeral(shows('asked for 15 characters'));
    expect(slack.refused).toEqual([]);
  });

  it('that is held in a thread stays in that thread', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    await bot.send(outgoingOf(inChannel(slack.channel.id), said('root')), soon());
    const root = await slack.nextMessage();
    const to = inChannel(slack.channel.id, root.ts);
    const head = await opened(connected, to);
    await bot.send(outgoingOf(to, said('the details'), 'reply', head), soon());
    expect(await slack.nextMessage(shows('the details'))).toMatchObject({ threadTs: root.ts });
    expect(slack.refused).toEqual([]);
  });

  it('that moved to direct messages goes on there', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const person: Recipient = { kind: 'person', who: slackUser(slack.user.id) };
    const head = await opened(connected, person);
    const first = await slack.nextMessage();
    await bot.send(outgoingOf(person, said('the details'), 'reply', head), soon());
    expect(await slack.nextMessage(shows('the details'))).toMatchObject({
      channel: slack.workspace.directMessage(slack.user).id,
      threadTs: first.ts,
    });
    expect(slack.refused).toEqual([]);
  });

  it('whose head somebody deleted goes on in the channel, and its head is rewritten no more', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot, logged } = connected;
    const to = inChannel(slack.channel.id);
    const head = await opened(connected);
    slack.deleteMessage(await slack.nextMessage());
    const reply = outgoingOf(to, said('the details'), 'reply', head);
    expect(await bot.send(reply, soon())).toMatchObject({ kind: 'sent' });
    expect(await slack.nextMessage(shows('the details'))).toMatchObject({ threadTs: null });
    const edit = outgoingOf(to, said('all is well'), 'edit', head);
    expect(await bot.send(edit, soon())).toEqual({ kind: 'sent', reference: head });
    expect(logged.map(({ message }) => message)).toContain('a message that was to be rewritten is gone');
  });

  it('without a head is said in messages that stand alone', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const to = inChannel(slack.channel.id);
    await bot.send(outgoingOf(to, said('renewed'), 'reply', null), soon());
    expect(await slack.nextMessage(shows('renewed'))).toMatchObject({ threadTs: null });
    expect(await bot.send(outgoingOf(to, said('fine'), 'edit', null), soon())).toMatchObject({
      kind: 'sent',
    });
    expect(slack.messages).toHaveLength(1);
  });
});

describe('a message that Slack took before the bot could note it', () => {
  const again = (notification: Outgoing): Outgoing => ({
    ...notification,
    attempts: 2,
    queuedAt: new Date(Date.now() - 60_000),
  });

  it.each([
    ['in a direct message', null],
    ['in a channel, where the app was given the scope', 'channels:history'],
  ])('is found again and not said twice: %s', async (_name, scope) => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    if (scope !== null) slack.withScope(scope);
    const to: Recipient =
      scope === null ? { kind: 'person', who: slackUser(slack.user.id) } : inChannel(slack.channel.id);
    const open = outgoingOf(to, said('overdue'), 'open');
    const first = await bot.send(open, soon());
    expect(await bot.send(again(open), soon())).toEqual(first);
    const head = first.kind === 'sent' ? first.reference : '';
    const reply = { ...outgoingOf(to, said('details'), 'reply', head), key: 'details' };
    const second = await bot.send(reply, soon());
    expect(await bot.send(again(reply), soon())).toEqual(second);
    expect(slack.messages).toHaveLength(2);
    expect(slack.refused).toEqual([]);
  });

  it('is said again where nobody may look', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const open = outgoingOf(inChannel(slack.channel.id), said('overdue'), 'open');
    await bot.send(open, soon());
    await bot.send(again(open), soon());
    expect(slack.messages).toHaveLength(2);
    expect(slack.refused.map(({ error }) => error)).toEqual(['missing_scope']);
  });
});
