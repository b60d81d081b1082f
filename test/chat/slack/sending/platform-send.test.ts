import { describe, expect, it } from 'vitest';
import { code, type Message, paragraph, text } from '../../../../src/core/message.ts';
import type { Recipient } from '../../../../src/core/watch/notification.ts';
import type { Fault } from '../../../support/slack/api-server.ts';
import { notificationOf, said } from '../../discord/fake-world.ts';
import { connect, mineCommand, slackUser } from '../connected.ts';

const soon = () => AbortSignal.timeout(15_000);

function to(channel: string, thread?: string): Recipient {
  return {
    kind: 'place',
    place: { platform: 'slack', channel, ...(thread === undefined ? {} : { thread }) },
  };
}

describe('a notification', () => {
  it('calls its owners exactly, whatever the certificate is called', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const group = slack.addUsergroup('payments');
    const bob = slack.addUser('bob');
    const hostile = `<!channel> <!here> <!everyone> <@${bob.id}> <@U999> <!subteam^${group.id}> @bob @channel *bold* \`code\` \u202egnp.exe <https://evil.example|ok> &lt;!channel&gt; \n> quote`;
    const message: Message = {
      tone: 'bad',
      title: [
        { kind: 'mention', who: slackUser(slack.user.id) },
        text(` the certificate of ${hostile} expires`),
      ],
      blocks: [
        paragraph(text(hostile), { kind: 'strong', text: hostile }, code(hostile)),
        { kind: 'heading', text: hostile },
        { kind: 'labelled', label: hostile, inlines: [text(hostile)] },
        { kind: 'code', text: hostile },
        { kind: 'list', items: [[text(hostile)]] },
        { kind: 'table', columns: [hostile], rows: [[hostile]] },
        { kind: 'ladder', rungs: [{ mark: 'bad', label: hostile, value: hostile, elapsedMs: 1 }] },
        paragraph({ kind: 'link', text: hostile, url: 'https://a.example/<!channel>|x' }),
        paragraph({ kind: 'person', who: { ...slackUser(bob.id), name: hostile } }),
        { kind: 'note', inlines: [text(hostile)] },
      ],
      buttons: [{ label: hostile, command: 'mine', values: { target: hostile } }],
      summary: `a ping ${hostile}`,
    };
    const outcome = await bot.send(notificationOf(to(slack.channel.id), message), soon());
    const posted = await slack.nextMessage();
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(slack.pings(posted)).toEqual({ users: [slack.user.id], groups: [], everybody: false });
    expect(posted.text).not.toBe('');
    expect(posted.shown).toMatch(/[<‹]!channel>/);
    // Right-to-left override: what follows it would read backwards.
    expect([posted.text, posted.shown, ...posted.buttons.map(({ label }) => label)].join()).not.toContain(
      '\u202e',
    );
    expect(slack.refused).toEqual([]);
  });

  it('calls a group and a person together, and names owners of other platforms without calling anybody', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const { id } = slack.addUsergroup('payments');
    const message = said('due', {
      title: [
        { kind: 'mention', who: slackUser(slack.user.id) },
        { kind: 'mention', who: { platform: 'slack', kind: 'group', id, name: 'payments' } },
        {
          kind: 'mention',
          who: { platform: 'discord', kind: 'user', id: '123456789012345678', name: 'carol' },
        },
      ],
    });
    await bot.send(notificationOf(to(slack.channel.id), message), soon());
    const posted = await slack.nextMessage();
    expect(slack.pings(posted)).toEqual({ users: [slack.user.id], groups: [id], everybody: false });
    expect(posted.shown).toContain('@carol');
  });

  it('reaches a person by direct message and a thread under its message', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const person: Recipient = { kind: 'person', who: slackUser(slack.user.id) };
    expect(await bot.send(notificationOf(person, said('psst')), soon())).toMatchObject({ kind: 'sent' });
    const { channel, ts } = await slack.nextMessage();
    expect(channel).toBe(slack.workspace.directMessage(slack.user).id);
    await bot.send(notificationOf(to(channel, ts), said('in there')), soon());
    expect(await slack.nextMessage(({ threadTs }) => threadTs !== null)).toMatchObject({
      channel,
      threadTs: ts,
    });
  });
});

describe('a refusal', () => {
  it('that is for good says what to mend', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const secret = slack.addChannel('secret', { kind: 'private' });
    slack.removeBotFrom(secret);
    const cases: readonly (readonly [Recipient, RegExp])[] = [
      [to('C0NOWHERE'), /gone/],
      [to(secret.id), /\/invite @notafter/],
      [to(slack.addChannel('old', { isArchived: true }).id), /archived/],
      [{ kind: 'person', who: slackUser('U0NOBODY') }, /no such/],
      [
        { kind: 'person', who: { platform: 'slack', kind: 'group', id: 'S1', name: 'ops' } },
        /not one person/,
      ],
    ];
    for (const [recipient, reason] of cases) {
      expect(await bot.send(notificationOf(recipient, said('hi')), soon())).toEqual({
        kind: 'refused',
        reason: expect.stringMatching(reason),
      });
    }
    slack.revokeToken();
    expect(await bot.send(notificationOf(to(slack.channel.id), said('hi')), soon())).toEqual({
      kind: 'refused',
      reason: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  it.each<[string, Fault, object]>([
    ['429', { status: 429, retryAfter: 30 }, { afterMs: 30_000 }],
    ['500', { status: 500 }, { afterMs: null }],
    ['a page of a proxy', { status: 502, body: '<html>bad gateway</html>' }, { afterMs: null }],
    // web-api puts a body that is no JSON where Slack's word for the error stands.
    ['the log-in page of a proxy', { status: 200, body: '<html>login</html>' }, { afterMs: null }],
    ['a broken connection', 'hang up', { afterMs: null }],
    ['trouble inside Slack', { error: 'internal_error' }, { afterMs: null }],
  ])('by %s is tried again later', async (_name, fault, expected) => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    slack.failNext('chat.postMessage', fault, 3);
    const outcome = await bot.send(notificationOf(to(slack.channel.id), said('later')), soon());
    expect(outcome).toMatchObject({ kind: 'retry', ...expected });
    expect(slack.messages).toHaveLength(0);
  });

  it('comes as "later" when the bot is stopping or has not started', async () => {
    await using connected = await connect([mineCommand]);
    const { slack, bot } = connected;
    const notification = notificationOf(to(slack.channel.id), said('held'));
    expect(await bot.send(notification, AbortSignal.abort())).toMatchObject({ kind: 'retry' });
    await bot.stop();
    expect(await bot.send(notification, soon())).toMatchObject({ kind: 'retry' });
    expect(slack.messages).toHaveLength(0);
  });
});
