import { describe, expect, it } from 'vitest';
import { createSlackPlatform } from '../../../../src/chat/slack/platform.ts';
import type { Caller } from '../../../../src/core/people.ts';
import { fakeWorld } from '../../discord/fake-world.ts';
import { connect, slackUser } from '../connected.ts';

const caller: Caller = {
  who: slackUser('U1CALLER'),
  place: { platform: 'slack', channel: 'C1HERE' },
  zone: null,
};

describe('people', () => {
  it('are found as picked from the list, by handle and by id, each once', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    const bob = slack.addUser('bob');
    const pay = slack.addUsergroup('payments');
    const typed = `<@${bob.id}|bob>, @bob <@${bob.id}> <!subteam^${pay.id}|@payments> @Payments slack:${pay.id}`;
    expect(await bot.directory.resolveMentions(typed, caller)).toEqual([
      { platform: 'slack', kind: 'user', id: bob.id, name: 'bob', zone: 'Europe/Berlin' },
      { platform: 'slack', kind: 'group', id: pay.id, name: expect.stringMatching(/payments|S/) },
    ]);
  });

  it('are asked of Slack once for many names', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    slack.addUser('bob');
    slack.addUser('carol');
    await bot.directory.resolveMentions('@bob @carol @bob', caller);
    await bot.directory.resolveMentions('@carol', caller);
    const asked = slack.calls.map(({ method }) => method);
    expect(asked.filter((method) => method === 'users.list')).toHaveLength(1);
    expect(asked.filter((method) => method === 'usergroups.list')).toHaveLength(1);
  });

  it.each([
    ['@nobody', /"@nobody" is no person or user group.*Type @ and pick from the list/],
    ['', /No name given.*Type @/],
    ['<#C012AB3CD|ops>', /is no person or user group/],
    ['@here', /never @here/],
    ['@alice @channel', /never @here, @channel or @everyone/],
    ['<!channel>', /never @here/],
    ['<!everyone|everyone>', /never @here/],
    [Array.from({ length: 21 }, (_, index) => `@u${index}`).join(' '), /21 names; 20 is the most/],
  ])('%j is refused with what to do', async (typed, sentence) => {
    await using connected = await connect([]);
    await expect(connected.bot.directory.resolveMentions(typed, caller)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(sentence),
    });
  });

  it('that Slack will not list can still be picked', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    slack.failNext('usergroups.list', { error: 'missing_scope' });
    await expect(bot.directory.resolveMentions('@bob', caller)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('pick from the list'),
    });
  });
});

describe('places', () => {
  it('are found as picked, by name, by id, and as "here"', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    const { id } = slack.addChannel('payments');
    for (const typed of [`<#${id}|payments>`, `<#${id}>`, '#payments', `slack:${id}`]) {
      expect(await bot.directory.resolvePlace(typed, caller)).toEqual({ platform: 'slack', channel: id });
    }
    expect(await bot.directory.resolvePlace('here', caller)).toEqual(caller.place);
  });

  it.each(['#nowhere', 'payments', '@alice'])('%s is none', async (typed) => {
    await using connected = await connect([]);
    await expect(connected.bot.directory.resolvePlace(typed, caller)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('Type # and pick one from the list'),
    });
  });
});

it('before the start nobody can be asked', async () => {
  const { directory } = createSlackPlatform(
    { botToken: 'xoxb-1', appToken: 'xapp-1', port: 0 },
    fakeWorld([]),
  );
  await expect(directory.resolveMentions('@bob', caller)).rejects.toMatchObject({ name: 'UserError' });
});
