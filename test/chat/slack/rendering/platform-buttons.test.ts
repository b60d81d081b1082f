import { describe, expect, it } from 'vitest';
import { createSlackPlatform } from '../../../../src/chat/slack/platform.ts';
import type { ShownMessage } from '../../../support/slack/shapes.ts';
import type { SlackTwin } from '../../../support/slack/stand-in.ts';
import { createMemoryActions, fakeWorld } from '../../discord/fake-world.ts';
import { checkCommand, connect, mineCommand, modes, settingsFor, shows } from '../connected.ts';

const commands = [checkCommand(), mineCommand];

async function healthy(slack: SlackTwin): Promise<ShownMessage> {
  await slack.command({ command: '/check', text: 'api.example.org' });
  return slack.nextMessage(shows('is healthy'));
}

describe.each(modes)('a button over %s', (mode) => {
  it('of the same command changes the message it stands in', async () => {
    await using connected = await connect(commands, { mode });
    const { slack } = connected;
    const message = await healthy(slack);
    await slack.press({ message, label: 'Check again' });
    const again = await slack.nextMessage(
      ({ shown, revisions }) => shown.includes('is healthy') && revisions.length > message.revisions.length,
    );
    expect(again.ts).toBe(message.ts);
    expect(slack.messages).toHaveLength(1);
    expect(slack.refused).toEqual([]);
  });

  it('of another command answers anew, as privately as that command does', async () => {
    await using connected = await connect(commands, { mode });
    const { slack } = connected;
    const message = await healthy(slack);
    const bob = slack.addUser('bob');
    await slack.press({ message, label: 'Mine', user: bob });
    const answer = await slack.nextEphemeral(shows('bob asked for 15 characters'));
    expect(answer.visibleTo).toBe(bob.id);
    expect(slack.messages).toEqual([message]);
  });
});

describe('a button', () => {
  it('pressed twice shows the newer run, and the older one is stopped', async () => {
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    const slow = checkCommand(async () => {
      runs += 1;
      if (runs === 3) await gate.promise;
    });
    await using connected = await connect([slow]);
    const { slack } = connected;
    const message = await healthy(slack);
    await slack.press({ message, label: 'Check again' });
    await slack.nextMessage(shows('Checking'));
    // The button is gone by now; a second press may be on its way all the same.
    await slack.press({ message, label: 'Check again', user: slack.addUser('bob') });
    const { revisions } = await slack.nextMessage(shows('asked by @bob'));
    gate.resolve();
    await slack.nextMessage(shows('is healthy'));
    await connected.bot.stop();
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]?.shown).toContain('asked by @bob');
    expect(revisions.at(-1)?.shown).toContain('bob');
    expect(slack.refused).toEqual([]);
  });

  it('with more in it than fits a value still works after a restart', async () => {
    const actions = createMemoryActions();
    const long = checkCommand();
    await using connected = await connect([long, mineCommand], { world: { actions } });
    const { slack, bot } = connected;
    await slack.command({ command: '/check', text: `a.example/${'y'.repeat(2100)}` });
    const message = await slack.nextMessage(({ buttons }) => buttons.length > 0);
    expect(actions.size()).toBeGreaterThan(0);
    await bot.stop();
    const reborn = createSlackPlatform(await settingsFor(slack), fakeWorld([long, mineCommand], { actions }));
    await reborn.start();
    await slack.press({ message, label: 'Mine' });
    await slack.nextEphemeral(shows('asked for 2110 characters'));
    await reborn.stop();
  });

  it.each([
    'nonsense',
    '{"command":"check","action":"no","values":{}}',
    '{"command":"check","action":"","values":{"forged":"1"}}',
    '{"command":"check","action":"","values":{"target":["x"]}}',
    '{"command":"gone","action":"","values":{}}',
    '{"__proto__":{"command":"check"}}',
    '#forgotten',
    '#',
  ])('that is forged or forgotten (%s) says so, to who pressed it only', async (value) => {
    await using connected = await connect(commands);
    const { slack } = connected;
    const message = await healthy(slack);
    await slack.press({ message, label: 'Mine', value });
    const told = await slack.nextEphemeral(shows('This button is no longer known'));
    expect(told.visibleTo).toBe(slack.user.id);
    expect(slack.messages).toEqual([message]);
    expect(slack.refused).toEqual([]);
  });

  it('in a message that others wrote is not ours', async () => {
    await using connected = await connect(commands);
    const { slack } = connected;
    const message = await healthy(slack);
    await slack.press({ message, label: 'Mine', actionId: 'somebody-elses', value: 'x' });
    expect(slack.messages).toEqual([message]);
  });
});
