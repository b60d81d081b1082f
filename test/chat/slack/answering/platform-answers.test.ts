import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/core/errors.ts';
import { code, paragraph, text } from '../../../../src/core/message.ts';
import { commandOf, said } from '../../discord/fake-world.ts';
import { checkCommand, connect, mineCommand, modes, shows } from '../connected.ts';

const nobody = { users: [], groups: [], everybody: false };
const typed = { command: '/check', text: 'api.example.org' };

describe.each(modes)('a slash command over %s', (mode) => {
  it('is acknowledged at once, grows in one message and ends as the answer, calling nobody', async () => {
    await using connected = await connect([checkCommand(), mineCommand], { mode });
    const { slack, status } = connected;
    expect(status).toMatch(mode === 'HTTP' ? /^on \(HTTP.*Acme/ : /^on \(Socket Mode.*Acme/);
    const run = await slack.command(typed);
    expect(run.payload).toBeNull();
    const answer = await slack.nextMessage(shows('is healthy'));
    expect(answer).toMatchObject({ channel: slack.channel.id, visibleTo: null, via: 'api' });
    expect(answer.revisions[0]?.shown).toContain('Checking api.example.org');
    expect(answer.revisions.length).toBeGreaterThan(1);
    for (const revision of answer.revisions) {
      expect(revision.text).not.toBe('');
      expect(revision.pings).toEqual(nobody);
    }
    expect(answer.text).toContain('api.example.org is healthy');
    expect(answer.shown).toMatch(/Looked at\s+api\.example\.org/);
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Check again', 'Mine', 'Long']);
    expect(slack.messages).toHaveLength(1);
    expect(slack.ephemerals).toHaveLength(0);
    expect(slack.refused).toEqual([]);
  });

  it('shows each step while the next one is awaited', async () => {
    const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let taken = 0;
    const step = () => steps[taken++]?.promise ?? Promise.resolve();
    await using connected = await connect([checkCommand(step)], { mode });
    const { slack } = connected;
    await slack.command(typed);
    await slack.nextMessage(shows('Checking api.example.org ...'));
    steps[0]?.resolve();
    await slack.nextMessage(shows('DNS done'));
    steps[1]?.resolve();
    const { revisions } = await slack.nextMessage(shows('is healthy'));
    expect(revisions.length).toBe(3);
    expect(slack.refused).toEqual([]);
  });

  it('answers the caller alone when it is for the caller', async () => {
    await using connected = await connect([mineCommand], { mode });
    const { slack } = connected;
    const bob = slack.addUser('bob');
    await slack.command({ command: '/mine', text: 'four', user: bob });
    const answer = await slack.nextEphemeral(shows('bob asked for 4 characters'));
    expect(answer).toMatchObject({ visibleTo: bob.id, channel: slack.channel.id });
    expect(answer.text).not.toBe('');
    expect(slack.messages).toHaveLength(0);
  });

  it.each([
    ['/mine', '', /needs target/],
    ['/check', 'a b', /do not know what to do with "b"/],
    ['/mine', 'bad', /"bad" is not a host name\. Try example\.org\./],
    ['/gone', '', /does not know this command/],
  ])('tells a mistake (%s %s) to the caller alone', async (command, words, sentence) => {
    await using connected = await connect([checkCommand(), mineCommand], { mode });
    const { slack } = connected;
    await slack.command({ command, text: words });
    const told = await slack.nextEphemeral(shows(sentence));
    expect(told.visibleTo).toBe(slack.user.id);
    expect(slack.messages).toHaveLength(0);
  });
});

describe('an answer', () => {
  it('gets every word as it was typed, links and people too', async () => {
    const echo = commandOf(
      'echo',
      async function* (values) {
        yield said('echo', { blocks: [paragraph(code(JSON.stringify(values)))] });
      },
      { options: [{ name: 'words', kind: 'text', summary: 'words', positional: true, rest: true }] },
    );
    await using connected = await connect([echo]);
    const { slack } = connected;
    const group = slack.addUsergroup('pay');
    await slack.command({
      command: '/echo',
      text: 'example.org https://a.example/?b=1&c=2 @alice @pay #ops <b>',
    });
    const { shown } = await slack.nextMessage(shows('words'));
    // A bracket that would open a mention is shown as one that cannot.
    const read = shown.replaceAll('‹', '<');
    for (const word of [
      'example.org https://a.example/?b=1&c=2 ',
      `<@${slack.user.id}|alice>`,
      `<!subteam^${group.id}|@pay>`,
      `<#${slack.channel.id}|ops>`,
      ' <b>',
    ]) {
      expect(read).toContain(word);
    }
    expect(slack.messages.map(slack.pings)).toEqual([nobody]);
  });

  it('tells a mistake that the command itself finds to the caller alone', async () => {
    const picky = commandOf('picky', async function* ({ target = 'exmaple' }) {
      if (target === 'exmaple') throw new UserError('"exmaple" is not a host name.');
      yield said(target);
    });
    await using connected = await connect([picky]);
    const { slack } = connected;
    await slack.command({ command: '/picky' });
    await slack.nextEphemeral(shows('is not a host name'));
    expect(slack.messages).toEqual([]);
  });

  it('says a fault of ours with the id of the log', async () => {
    const broken = commandOf('broken', async function* () {
      yield said('almost');
      throw new Error('boom');
    });
    await using connected = await connect([broken]);
    const { slack, logged } = connected;
    await slack.command({ command: '/broken' });
    const { shown } = await slack.nextMessage(shows('Something broke'));
    const id = /error (\w{8})/.exec(shown)?.[1];
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ id }) }),
    );
  });

  it('fits into what Slack takes, however long it is', async () => {
    const blocks = Array.from({ length: 80 }, (_, index) => paragraph(text(`${index} ${'<&>'.repeat(400)}`)));
    const long = commandOf('long', async function* () {
      yield said('A long one', { blocks });
    });
    await using connected = await connect([long]);
    const { slack } = connected;
    await slack.command({ command: '/long' });
    const answer = await slack.nextMessage(shows('A long one'));
    expect(answer.shown).toMatch(/not fit into one Slack message/);
    expect(slack.refused).toEqual([]);
  });

  it('comes by the response_url, with how to invite the bot, where it may not post', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    const secret = slack.addChannel('secret', { kind: 'private', hasBot: false });
    const run = await slack.command({ ...typed, channel: secret });
    const answer = await run.nextResponse(shows('is healthy'));
    expect(answer).toMatchObject({ channel: secret.id, visibleTo: null, via: 'response_url' });
    expect(answer.shown).toContain('/invite @notafter');
    expect(run.responseUses()).toBeLessThanOrEqual(5);
    // Nothing replaces what a slash command's response_url said: others see the answer only.
    const seenByAll = run.responses().filter(({ visibleTo }) => visibleTo === null);
    expect(seenByAll.map(({ ts }) => ts)).toEqual([answer.ts]);
    expect(
      slack.refused.every(
        ({ method, error }) => `${method} ${error}` === 'chat.postMessage channel_not_found',
      ),
    ).toBe(true);
  });

  it('is posted where the bot was never invited, in a public channel', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    const open = slack.addChannel('open', { hasBot: false });
    await slack.command({ ...typed, channel: open });
    expect(await slack.nextMessage(shows('is healthy'))).toMatchObject({ channel: open.id, via: 'api' });
  });

  it('survives an edit that Slack refuses to take for a moment', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    slack.failNext('chat.update', { status: 500 });
    await slack.command(typed);
    await slack.nextMessage(shows('is healthy'));
    slack.failNext('chat.postMessage', { status: 429, retryAfter: 1 });
    await slack.command({ ...typed, text: 'b.example' });
    await slack.nextMessage(shows('b.example is healthy'));
  });
});
