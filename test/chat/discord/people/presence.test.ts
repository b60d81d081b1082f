import { expect, it } from 'vitest';
import type { Mention } from '../../../../src/core/people.ts';
import { connect } from '../connected.ts';
import { discordUser, mineCommand } from '../fake-world.ts';

const soon = () => AbortSignal.timeout(15_000);

function role(id: string): Mention {
  return { platform: 'discord', kind: 'group', id, name: 'payments' };
}

it('is asked of the servers: members who left, and roles that were taken away', async () => {
  await using connected = await connect([mineCommand], {}, ({ place }) => place.addGuild('Other'));
  const { discord, bot } = connected;
  const { place } = discord;
  const bob = place.addPerson('Bob');
  place.removePerson(bob);
  const [kept, removed] = [place.addRole('payments'), place.addRole('old')];
  place.removeRole(removed);
  const asked: readonly (readonly [Mention, string])[] = [
    [discordUser(discord.user.id), 'here'],
    [discordUser(bob.id), 'gone'],
    [discordUser('123'), 'gone'],
    [role(kept.id), 'here'],
    [role(removed.id), 'gone'],
    [{ platform: 'slack', kind: 'user', id: 'U1', name: 'carol' }, 'unknown'],
  ];
  for (const [who, presence] of asked) expect(await bot.presence?.(who, soon()), who.name).toBe(presence);
});

it('is unknown where one of the servers does not say', async () => {
  await using connected = await connect([mineCommand]);
  const { discord, bot } = connected;
  const bob = discord.place.addPerson('Bob');
  discord.place.removePerson(bob);
  discord.failNext({ path: /members/, reply: { status: 500 }, times: 9 });
  expect(await bot.presence?.(discordUser(bob.id), soon())).toBe('unknown');
});
