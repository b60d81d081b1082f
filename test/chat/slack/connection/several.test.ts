import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/index.ts';
import { createSlackPlatform } from '../../../../src/chat/slack/platform.ts';
import { memoryServices } from '../../../support/commanding.ts';
import { startSlack } from '../../../support/slack/stand-in.ts';
import { createMemoryActions, fakeWorld } from '../../discord/fake-world.ts';
import { checkCommand, settingsFor, shows } from '../connected.ts';

/** What bots on one database have in common. */
function sharedOnce() {
  const told = new Set<string>();
  return async (key: string) => {
    const isFirst = !told.has(key);
    told.add(key);
    return isFirst;
  };
}

describe('several bots in Socket Mode', () => {
  it('share what is said, and answer once what Slack tells again to another', async () => {
    await using slack = await startSlack();
    const settings = { ...(await settingsFor(slack)), shared: sharedOnce() };
    const bots = [1, 2].map(() => createSlackPlatform(settings, fakeWorld([checkCommand()])));
    for (const bot of bots) await bot.start();
    expect(slack.socket.connections()).toBe(2);
    const said = await slack.mention({ text: 'check a.example' });
    await slack.nextMessage(shows('a.example is healthy'));
    await said.repeat();
    await said.repeat();
    await slack.mention({ text: 'check b.example' });
    await slack.mention({ text: 'check c.example' });
    await slack.nextMessage(shows('b.example is healthy'));
    await slack.nextMessage(shows('c.example is healthy'));
    await Promise.all(bots.map((bot) => bot.stop()));
    expect(slack.messages).toHaveLength(3);
    expect(slack.refused).toEqual([]);
  });

  it('answer once a form that is sent twice, though each of them gets one', async () => {
    await using slack = await startSlack();
    const settings = { ...(await settingsFor(slack)), shared: sharedOnce() };
    const services = memoryServices();
    const world = fakeWorld(commands, { services, actions: createMemoryActions() });
    const bots = [1, 2].map(() => createSlackPlatform(settings, world));
    for (const bot of bots) await bot.start();
    await slack.command({ command: '/watch', text: 'add' });
    const form = await slack.nextForm();
    const values = { target: 'api.example.org' };
    await Promise.all([slack.submit(form, values), slack.submit(form, values)]);
    await slack.nextMessage(shows('its certificate is in order'));
    await Promise.all(bots.map((bot) => bot.stop()));
    expect(slack.ephemerals).toEqual([]);
    expect(slack.refused).toEqual([]);
  });

  it('one too many says so, and those that are connected go on', async () => {
    await using slack = await startSlack();
    const settings = await settingsFor(slack);
    const bots = Array.from({ length: 10 }, () => createSlackPlatform(settings, fakeWorld([checkCommand()])));
    await Promise.all(bots.map((bot) => bot.start()));
    const eleventh = createSlackPlatform(settings, fakeWorld([checkCommand()]));
    await expect(eleventh.start()).rejects.toThrow(/Slack/);
    await eleventh.stop();
    expect(slack.socket.connections()).toBe(10);
    await Promise.all(bots.map((bot) => bot.stop()));
  });
});
