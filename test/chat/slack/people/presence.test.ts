import { expect, it } from 'vitest';
import type { Mention } from '../../../../src/core/people.ts';
import { connect, mineCommand, slackUser } from '../connected.ts';

const soon = () => AbortSignal.timeout(15_000);

function group(id: string): Mention {
  return { platform: 'slack', kind: 'group', id, name: 'payments' };
}

it('is asked of Slack: people who left, and groups that call nobody', async () => {
  await using connected = await connect([mineCommand]);
  const { slack, bot } = connected;
  const bob = slack.addUser('bob');
  slack.removeUser(bob);
  const full = slack.addUsergroup('payments', [slack.user]);
  const off = slack.addUsergroup('old', [slack.user]);
  slack.changeUsergroup(off, { isDisabled: true });
  const empty = slack.addUsergroup('empty');
  const asked: readonly (readonly [Mention, string])[] = [
    [slackUser(slack.user.id), 'here'],
    [slackUser(bob.id), 'gone'],
    [slackUser('U0NOBODY'), 'gone'],
    [group(full.id), 'here'],
    [group(off.id), 'gone'],
    [group(empty.id), 'gone'],
    [group('S0NOTHING'), 'gone'],
    [{ platform: 'slack', kind: 'channel', id: slack.channel.id, name: 'ops' }, 'unknown'],
    [{ platform: 'discord', kind: 'user', id: '1', name: 'carol' }, 'unknown'],
  ];
  for (const [who, presence] of asked) expect(await bot.presence?.(who, soon()), who.id).toBe(presence);
  // All groups come in one list, which Slack does not like to be asked for often.
  expect(slack.calls.filter(({ method }) => method === 'usergroups.list')).toHaveLength(1);
});

it('is remembered for some minutes, unless Slack could not be asked', async () => {
  let clock = new Date('2026-11-24T12:00:00Z');
  await using connected = await connect([mineCommand], { world: { now: () => clock } });
  const { slack, bot } = connected;
  const who = slackUser(slack.user.id);
  slack.failAll({ status: 503 });
  expect(await bot.presence?.(who, soon())).toBe('unknown');
  slack.failAll(null);
  expect(await bot.presence?.(who, soon())).toBe('here');
  slack.removeUser(slack.user);
  expect(await bot.presence?.(who, soon())).toBe('here');
  clock = new Date(clock.getTime() + 5 * 60_000);
  expect(await bot.presence?.(who, soon())).toBe('gone');
});

it('comes with the zone of a person, whose night is their own', async () => {
  await using connected = await connect([mineCommand]);
  const { slack, bot } = connected;
  const yuki = slack.addUser('yuki', { zone: 'Asia/Tokyo' });
  const caller = {
    who: slackUser(slack.user.id),
    place: { platform: 'slack', channel: slack.channel.id },
    zone: null,
  } as const;
  const typed = [`<@${yuki.id}|yuki>`, `slack:${yuki.id}`, '@yuki'];
  for (const words of typed) {
    expect(await bot.directory.resolveMentions(words, caller)).toEqual([
      { platform: 'slack', kind: 'user', id: yuki.id, name: 'yuki', zone: 'Asia/Tokyo' },
    ]);
  }
});
