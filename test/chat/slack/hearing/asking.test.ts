import { describe, expect, it } from 'vitest';
import { createSlackPlatform } from '../../../../src/chat/slack/platform.ts';
import { askingCommand, askingMessage, reassignCommand, reassignMessage } from '../../../support/asking.ts';
import { outgoingOf } from '../../../support/outgoing.ts';
import { createMemoryActions, fakeWorld } from '../../discord/fake-world.ts';
import { type Connected, connect, modes, settingsFor, shows } from '../connected.ts';

const soon = () => AbortSignal.timeout(15_000);

async function posted({ slack, bot }: Connected, message = askingMessage()) {
  const to = { kind: 'place', place: { platform: 'slack', channel: slack.channel.id } } as const;
  await bot.send(outgoingOf(to, message, 'open'), soon());
  return slack.nextMessage();
}

describe.each(modes)('a button that asks, over %s', (mode) => {
  it('opens a form and runs with what was filled in, for who pressed it alone', async () => {
    await using connected = await connect([askingCommand('caller')], { mode });
    const { slack } = connected;
    const bob = slack.addUser('bob');
    await slack.press({ message: await posted(connected), label: 'On it until ...', user: bob });
    const form = await slack.nextForm();
    expect(form.view).toMatchObject({
      title: { text: 'On it until' },
      blocks: [
        { block_id: 'until', optional: false, hint: { text: 'for how long' } },
        { block_id: 'reason', optional: true, element: { type: 'plain_text_input' } },
        { block_id: 'how', element: { type: 'static_select', initial_option: { value: 'maybe' } } },
      ],
    });
    await slack.submit(form, { until: '2h', how: 'surely' }, bob);
    const told = await slack.nextEphemeral(shows('bob took i1 until 2h, reason none, how surely'));
    expect(told.visibleTo).toBe(bob.id);
    expect(slack.messages).toHaveLength(1);
    expect(slack.refused).toEqual([]);
  });
});

describe('a button that asks', () => {
  it('of a command that everybody sees answers under its message', async () => {
    await using connected = await connect([askingCommand('channel')]);
    const { slack } = connected;
    const message = await posted(connected);
    await slack.press({ message, label: 'On it until ...' });
    await slack.submit(await slack.nextForm(), { until: '2h', reason: 'a & <b>' });
    const told = await slack.nextMessage(shows('took i1 until 2h, reason a & <b>, how maybe'));
    expect(told.threadTs).toBe(message.ts);
  });

  it('lets people and user groups be picked', async () => {
    await using connected = await connect([reassignCommand]);
    const { slack } = connected;
    const bob = slack.addUser('bob');
    const group = slack.addUsergroup('payments');
    await slack.press({ message: await posted(connected, reassignMessage()), label: 'Not mine ...' });
    const form = await slack.nextForm();
    expect(await slack.suggest(form, 'to:groups', '@pay')).toEqual([
      { value: `slack:${group.id}`, label: '@payments' },
    ]);
    await slack.submit(form, { to: [bob.id], 'to:groups': [`slack:${group.id}`] });
    await slack.nextEphemeral(shows(`i1 is for user ${bob.id} and group ${group.id}`));
  });

  it('works in a message of a thread, with more in it than fits, and after a restart', async () => {
    const actions = createMemoryActions();
    const command = askingCommand('channel');
    await using connected = await connect([command], { world: { actions } });
    const { slack, bot } = connected;
    const root = await posted(connected);
    const to = { kind: 'place', place: { platform: 'slack', channel: slack.channel.id } } as const;
    const long = askingMessage('x'.repeat(900), 'A label longer than a title of Slack');
    await bot.send(outgoingOf(to, long, 'reply', `${slack.channel.id}:${root.ts}`), soon());
    const message = await slack.nextMessage(({ threadTs }) => threadTs === root.ts);
    await bot.stop();
    const reborn = createSlackPlatform(await settingsFor(slack), fakeWorld([command], { actions }));
    await reborn.start();
    await slack.press({ message, label: 'A label longer than a title of Slack' });
    await slack.submit(await slack.nextForm(), { until: '2h' });
    const told = await slack.nextMessage(shows(/took x{900} until 2h/));
    expect(told.threadTs).toBe(root.ts);
    expect(slack.refused).toEqual([]);
    await reborn.stop();
  });

  it('says so where Slack opens no form', async () => {
    await using connected = await connect([askingCommand('caller')]);
    const { slack } = connected;
    slack.failNext('views.open', { error: 'expired_trigger_id' });
    await slack.press({ message: await posted(connected), label: 'On it until ...' });
    await slack.nextEphemeral(shows('Slack opened no form'));
  });
});
