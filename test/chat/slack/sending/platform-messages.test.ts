import { describe, expect, it } from 'vitest';
import { checkCommand, connect, mineCommand, modes, shows } from '../connected.ts';

const commands = [checkCommand(), mineCommand];

describe.each(modes)('over %s', (mode) => {
  it('a mention is answered in a thread under it, once, however often Slack tells of it', async () => {
    await using connected = await connect(commands, { mode });
    const { slack } = connected;
    const mentioned = await slack.mention({ text: 'check example.org' });
    await mentioned.repeat();
    const answer = await slack.nextMessage(shows('example.org is healthy'));
    expect(answer.channel).toBe(slack.channel.id);
    expect(answer.threadTs).toMatch(/^\d+\.\d{6}$/);
    // Another command after it: had the repetition been answered, its message would be there by now.
    await slack.mention({ text: 'check b.example' });
    await slack.nextMessage(shows('b.example is healthy'));
    expect(slack.messages).toHaveLength(2);
    expect(slack.refused).toEqual([]);
  });

  it('a direct message is a command as it is', async () => {
    await using connected = await connect(commands, { mode });
    const { slack } = connected;
    await slack.directMessage({ text: 'check example.org' });
    const answer = await slack.nextMessage(shows('is healthy'));
    expect(answer.channel).toBe(slack.workspace.directMessage(slack.user).id);
    expect(slack.refused).toEqual([]);
  });
});

describe('a message to the bot', () => {
  it('that is no command is answered with what there is', async () => {
    await using connected = await connect(commands);
    const { slack } = connected;
    await slack.directMessage({ text: 'hello' });
    await slack.nextMessage(shows('There is no command "hello". There are: /check, /mine'));
    await slack.mention({ text: 'hello' });
    const told = await slack.nextEphemeral(shows('There is no command "hello"'));
    expect(told.visibleTo).toBe(slack.user.id);
  });

  it('by the bot itself is not answered', async () => {
    await using connected = await connect(commands);
    const { slack } = connected;
    await slack.directMessage({ text: 'check itself.example', isByBot: true });
    await slack.directMessage({ text: 'check example.org' });
    await slack.nextMessage(shows('example.org is healthy'));
    expect(slack.messages).toHaveLength(1);
  });

  it('for a private command is answered to the one who asked', async () => {
    await using connected = await connect(commands);
    const { slack } = connected;
    const bob = slack.addUser('bob', { realName: 'Bob Builder' });
    await slack.mention({ text: 'mine abc', user: bob });
    const told = await slack.nextEphemeral(shows('asked for 3 characters'));
    expect(told.visibleTo).toBe(bob.id);
    expect(slack.messages).toHaveLength(0);
  });
});
