import { describe, expect, it } from 'vitest';
import { offerCommand, pem } from '../../../support/offering.ts';
import { notificationOf, said } from '../../discord/fake-world.ts';
import { connect, modes, shows } from '../connected.ts';

const typed = { command: '/offer', text: 'api.example.org' };
const shell = 'notafter offer api.example.org --save .';

describe.each(modes)('a file that an answer offers, over %s', (mode) => {
  it('stands in the thread under the answer', async () => {
    await using connected = await connect([offerCommand()], { mode });
    const { slack } = connected;
    await slack.command(typed);
    const answer = await slack.nextMessage(shows('lacks an intermediate'));
    expect(await slack.nextFile()).toMatchObject({
      name: pem.name,
      text: pem.text,
      channel: slack.channel.id,
      threadTs: answer.ts,
    });
    expect(slack.sharedFiles).toHaveLength(1);
    expect(slack.refused).toEqual([]);
  });
});

describe('a file', () => {
  it('is not put there again when the answer is asked for again', async () => {
    await using connected = await connect([offerCommand()]);
    const { slack } = connected;
    await slack.command(typed);
    const answer = await slack.nextMessage(shows('lacks an intermediate'));
    await slack.nextFile();
    await slack.press({ message: answer, label: 'Look again' });
    await slack.until(
      () => (slack.messages[0]?.revisions.length ?? 0) > answer.revisions.length + 1 || undefined,
      'the new answer',
    );
    await slack.mention({ text: 'offer b.example.org' });
    await slack.until(
      () => (slack.sharedFiles.length === 2 ? true : undefined),
      'the file of another answer',
    );
    expect(slack.sharedFiles.map(({ threadTs }) => threadTs)).toEqual([
      answer.ts,
      slack.sharedFiles[1]?.threadTs,
    ]);
  });

  it('stays in the thread that was asked in', async () => {
    await using connected = await connect([offerCommand()]);
    const { slack } = connected;
    await slack.mention({ text: 'offer api.example.org', threadTs: '1700000000.000001' });
    expect(await slack.nextFile()).toMatchObject({ threadTs: '1700000000.000001' });
  });

  it('comes with others, each once, under a safe name', async () => {
    const files = ['../a.pem', 'a.pem', '<!channel>.pem'].map((name) => ({ ...pem, name }));
    await using connected = await connect([offerCommand(files)]);
    const { slack } = connected;
    await slack.command(typed);
    await slack.until(() => (slack.sharedFiles.length === 3 ? true : undefined), 'three files');
    expect(slack.sharedFiles.map(({ name }) => name)).toEqual(['a.pem', 'a-2.pem', 'channel-.pem']);
    expect(slack.refused).toEqual([]);
  });

  it('of a direct message comes there', async () => {
    await using connected = await connect([offerCommand()]);
    const { slack } = connected;
    await slack.directMessage({ text: 'offer api.example.org' });
    const { channel } = await slack.nextFile();
    expect(slack.workspace.channel(channel).with).toBe(slack.user.id);
  });

  it('of a private answer goes to the caller directly, and the answer says so', async () => {
    await using connected = await connect([offerCommand([pem], 'caller')]);
    const { slack } = connected;
    await slack.command(typed);
    const answer = await slack.nextEphemeral(shows('lacks an intermediate'));
    expect(answer.shown).toContain('missing-intermediate.pem: in your direct messages');
    const file = await slack.nextFile();
    expect(slack.workspace.channel(file.channel).with).toBe(slack.user.id);
  });

  it.each(['mention', 'command'] as const)(
    'that Slack will not take is told with how to get it (%s)',
    async (way) => {
      await using connected = await connect([offerCommand()]);
      const { slack, logged } = connected;
      slack.withoutScope('files:write');
      if (way === 'command') await slack.command(typed);
      else await slack.mention({ text: 'offer api.example.org' });
      const answer = await slack.nextMessage(shows('could not be attached'));
      expect(answer.shown).toContain('lacks an intermediate');
      expect(answer.shown).toContain(
        'the Slack app lacks a permission. Update it with the manifest (npm run register)',
      );
      expect(answer.shown).toContain(shell);
      expect(slack.messages).toHaveLength(1);
      expect(slack.sharedFiles).toEqual([]);
      expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  it('is not lost without a word where the bot may post but is no member', async () => {
    await using connected = await connect([offerCommand()]);
    const { slack } = connected;
    const open = slack.addChannel('open', { hasBot: false });
    await slack.command({ ...typed, channel: open });
    const answer = await slack.nextMessage(shows('could not be attached'));
    expect(answer).toMatchObject({ channel: open.id, via: 'api' });
    expect(answer.shown).toContain('/invite @notafter');
    expect(answer.shown).toContain(shell);
  });

  it('is told where only the response_url may speak', async () => {
    await using connected = await connect([offerCommand()]);
    const { slack } = connected;
    const secret = slack.addChannel('secret', { kind: 'private', hasBot: false });
    const run = await slack.command({ ...typed, channel: secret });
    const answer = await run.nextResponse(shows('could not be attached'));
    expect(answer.shown).toContain(shell);
    expect(slack.sharedFiles).toEqual([]);
  });

  it.each([
    ['files.getUploadURLExternal', { status: 500 }],
    ['files.getUploadURLExternal', { status: 429, retryAfter: 1 }],
    ['files.completeUploadExternal', 'hang up'],
  ] as const)('that fails at %s (%j) fails no answer', async (method, fault) => {
    await using connected = await connect([offerCommand()]);
    const { slack } = connected;
    slack.failNext(method, fault);
    await slack.command(typed);
    expect((await slack.nextMessage(shows('could not be attached'))).shown).toContain(shell);
  });

  it('of an alarm stands under the alarm', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    const place = { platform: 'slack', channel: slack.channel.id } as const;
    const alarm = notificationOf(
      { kind: 'place', place },
      said('api.example.org lacks an intermediate', { files: [pem] }),
    );
    const outcome = await bot.send(alarm, AbortSignal.timeout(5000));
    expect(outcome.kind).toBe('sent');
    expect((await slack.nextFile()).threadTs).toBe(slack.messages[0]?.ts);
    slack.withoutScope('files:write');
    expect((await bot.send({ ...alarm, key: 'ping:2' }, AbortSignal.timeout(5000))).kind).toBe('sent');
  });
});
