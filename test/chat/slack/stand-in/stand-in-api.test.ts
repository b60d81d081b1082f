import { describe, expect, it } from 'vitest';
import { startSlack } from '../../../support/slack/stand-in.ts';
import { button, clientOf, many, said, section } from './stand-in-clients.ts';

describe('the Web API', () => {
  it('checks the token before anything else', async () => {
    await using slack = await startSlack();
    await expect(clientOf(slack, 'xoxb-wrong').auth.test()).rejects.toMatchObject({
      data: { error: 'invalid_auth' },
    });
    expect(await clientOf(slack).auth.test()).toMatchObject({ team: 'Acme', user: 'notafter' });
    slack.revokeToken();
    await expect(clientOf(slack).auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } });
  });

  it('keeps a message with the history of its edits', async () => {
    await using slack = await startSlack();
    const { chat } = clientOf(slack);
    const { ts = '' } = await chat.postMessage({ channel: slack.channel.id, text: 'one' });
    await chat.update({ channel: slack.channel.id, ts, text: 'two' });
    const message = await slack.nextMessage(({ text }) => text === 'two');
    expect(message.revisions.map(({ text }) => text)).toEqual(['one', 'two']);
    await expect(chat.update({ channel: slack.channel.id, ts: '1.000001', text: 'x' })).rejects.toMatchObject(
      {
        data: { error: 'message_not_found' },
      },
    );
  });

  it('lets the bot write only where Slack would', async () => {
    await using slack = await startSlack();
    const { chat, conversations } = clientOf(slack);
    const open = slack.addChannel('open', { hasBot: false });
    const secret = slack.addChannel('secret', { kind: 'private', hasBot: false });
    slack.archive(slack.channel);
    await chat.postMessage({ channel: open.id, text: 'chat:write.public' });
    const refused = [
      [chat.postMessage({ channel: secret.id, text: 'x' }), 'channel_not_found'],
      [chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }), 'channel_not_found'],
      [chat.postMessage({ channel: slack.channel.id, text: 'x' }), 'is_archived'],
      [chat.postEphemeral({ channel: open.id, user: slack.user.id, text: 'x' }), 'not_in_channel'],
      [chat.postMessage({ channel: open.id, text: ' ' }), 'no_text'],
    ] as const;
    for (const [call, error] of refused) await expect(call).rejects.toMatchObject({ data: { error } });
    const { channels = [] } = await conversations.list({
      types: 'public_channel,private_channel',
      limit: 1000,
    });
    expect(channels.map(({ name }) => name)).toEqual(['ops', 'open']);
    slack.inviteBotTo(secret);
    await chat.postMessage({ channel: secret.id, text: 'invited' });
    slack.removeBotFrom(secret);
    expect(slack.refused).toHaveLength(refused.length);
  });

  it('pages lists as Slack does', async () => {
    await using slack = await startSlack();
    for (const name of ['bob', 'carol', 'dan']) slack.addUser(name);
    const names: string[] = [];
    for await (const page of clientOf(slack).paginate('users.list', { limit: 2 })) {
      const { members = [] } = page as { members?: { name: string }[] };
      expect(members.length).toBeLessThanOrEqual(2);
      names.push(...members.map(({ name }) => name));
    }
    expect(names).toEqual(['notafter', 'alice', 'bob', 'carol', 'dan']);
  });

  it.each([
    ['text', 40_000, (n: number) => ({ text: 'x'.repeat(n) }), 'msg_too_long'],
    ['blocks', 50, (n: number) => ({ blocks: many(n, () => ({ type: 'divider' })) }), 'invalid_blocks'],
    ['section', 3000, (n: number) => ({ blocks: [section('x'.repeat(n))] }), 'invalid_blocks'],
    [
      'header',
      150,
      (n: number) => ({ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(n) } }] }),
      'invalid_blocks',
    ],
    [
      'characters in all',
      13_200,
      (n: number) => ({
        blocks: [...many(4, () => section('x'.repeat(3000))), section('x'.repeat(n - 12_000))],
      }),
      'msg_blocks_too_long',
    ],
    [
      'buttons',
      25,
      (n: number) => ({ blocks: [{ type: 'actions', elements: many(n, (i) => button('b', `a${i}`)) }] }),
      'invalid_blocks',
    ],
    [
      'label',
      75,
      (n: number) => ({ blocks: [{ type: 'actions', elements: [button('x'.repeat(n), 'a')] }] }),
      'invalid_blocks',
    ],
    [
      'value',
      2000,
      (n: number) => ({
        blocks: [{ type: 'actions', elements: [{ ...button('b', 'a'), value: 'x'.repeat(n) }] }],
      }),
      'invalid_blocks',
    ],
    [
      'context',
      10,
      (n: number) => ({
        blocks: [{ type: 'context', elements: many(n, () => ({ type: 'plain_text', text: 'x' })) }],
      }),
      'invalid_blocks',
    ],
  ])('takes the longest %s (%i) and not one more', async (_what, most, parts, error) => {
    await using slack = await startSlack();
    const client = clientOf(slack);
    const post = (size: number) =>
      client.apiCall('chat.postMessage', { channel: slack.channel.id, text: 'x', ...parts(size) });
    await post(most);
    await expect(post(most + 1)).rejects.toMatchObject({ data: { error } });
  });

  it.each([
    ['an unknown block', [{ type: 'carousel9' }]],
    ['a section with nothing in it', [{ type: 'section' }]],
    ['an empty text', [section('')]],
    ['one action_id twice', [{ type: 'actions', elements: [button('a', 'same'), button('b', 'same')] }]],
    [
      'one block_id twice',
      [
        { type: 'divider', block_id: 'd' },
        { type: 'divider', block_id: 'd' },
      ],
    ],
    ['markup in a header', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['an unknown rich text element', [said({ type: 'shout', text: 'x' })]],
    ['an empty rich text', [said({ type: 'text', text: '' })]],
    ['a user by name', [said({ type: 'user', user_id: 'alice' })]],
    ['a date without a token', [said({ type: 'date', timestamp: 1, format: 'today' })]],
    ['a link to a script', [said({ type: 'link', url: 'javascript:alert(1)' })]],
    ['an unknown style', [said({ type: 'text', text: 'x', style: { blink: true } })]],
    ['a table of bare strings', [{ type: 'table', rows: [['x']] }]],
    ['a field nobody knows', [{ type: 'divider', colour: 'red' }]],
  ])('refuses %s, with where', async (_what, blocks) => {
    await using slack = await startSlack();
    const call = clientOf(slack).apiCall('chat.postMessage', { channel: slack.channel.id, blocks });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: [expect.stringContaining('[json-pointer:/blocks/')] },
      },
    });
  });

  it('fails on demand, and paces posts when asked to', async () => {
    const at = new Date('2026-11-24T12:00:00Z');
    await using slack = await startSlack({ now: () => at, perChannelPace: true });
    const { chat } = clientOf(slack);
    const post = () => chat.postMessage({ channel: slack.channel.id, text: 'x' });
    slack.failNext('chat.postMessage', { status: 429, retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    slack.failNext('chat.postMessage', { error: 'fatal_error' });
    await expect(post()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
    slack.failNext('chat.postMessage', 'hang up');
    await expect(post()).rejects.toThrow();
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    slack.advance(1000);
    await post();
    expect(slack.messages).toHaveLength(2);
  });

  it('knows whom a message calls, in words and in blocks', async () => {
    await using slack = await startSlack();
    const { chat } = clientOf(slack);
    const group = slack.addUsergroup('payments');
    const channel = slack.channel.id;
    const post = (text: string, blocks: object[] = []) =>
      chat.postMessage({ channel, text, blocks } as unknown as Parameters<typeof chat.postMessage>[0]);
    await post('by element', [
      said({ type: 'user', user_id: slack.user.id }),
      said({ type: 'usergroup', usergroup_id: group.id }),
    ]);
    await post(`by text <@${slack.user.id}|al> <!subteam^${group.id}>`, [section('<!here>')]);
    await post('nobody &lt;!channel&gt; @here', [
      said({ type: 'text', text: `<!channel> <@${slack.user.id}>` }),
      { type: 'header', text: { type: 'plain_text', text: '<!everyone>' } },
    ]);
    const both = { users: [slack.user.id], groups: [group.id] };
    expect(slack.messages.map(slack.pings)).toEqual([
      { ...both, everybody: false },
      { ...both, everybody: true },
      { users: [], groups: [], everybody: false },
    ]);
  });
});
