import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openPeople } from '../support/chaos/people.ts';
import { saidOn, saidTwice } from '../support/chaos/said.ts';
import { openWorld } from '../support/chaos/world.ts';
import { patience } from '../support/patience.ts';
import { noToxic, type Toxic } from '../support/toxics/toxic.ts';

/** As `npm run chaos` does for minutes each; half-open ones take as long as heartbeats do. */
const troubles = [
  ['dns', { kind: 'cut' }],
  ['dns', { kind: 'reset' }],
  ['targets', { kind: 'half-open' }],
  ['targets', { kind: 'reset' }],
  ['chat', { kind: 'latency', ms: 200, jitterMs: 100 }],
  ['chat', { kind: 'cut' }],
  ['chat', { kind: 'reset' }],
] as const satisfies readonly (readonly [string, Toxic])[];

it('answers everybody, says each thing once and lives on, whichever way went bad for a moment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-chaos-'));
  const options = { endpoints: 4, seed: 1, sweepEvery: '10m', folder, checkTimeout: '1s' } as const;
  await using world = await openWorld({ ...options, place: 'chat', postgres: null });
  const { bot, ways, slack, discord, fleet } = world;
  const people = openPeople(world, [world.target(fleet.hosts[3] ?? '')]);
  const settled = async () => {
    await vi.waitFor(() => {
      people.look();
      expect(people.waiting()).toBe(0);
    }, patience);
  };
  for (const [place, toxic] of troubles) {
    await ways.be(place, toxic);
    people.ask();
    people.ask();
    if (place !== 'chat' || toxic.kind === 'latency') await settled();
    else if (toxic.kind === 'reset')
      await slack.until(() => slack.socket.connections() === 0 || undefined, 'reset');
    await ways.be(place, noToxic);
    await settled();
  }
  // Each platform has its connection back: both are answered, by nobody else than the bot.
  const before = people.asked.length;
  people.ask();
  people.ask();
  await settled();
  expect(people.asked.slice(before).map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
  expect(people.asked.filter(({ shown }) => shown.includes('Something broke'))).toEqual([]);
  expect(saidTwice(saidOn(slack, discord))).toEqual([]);
  expect(await bot.stop()).toBe(0);
  await rm(folder, { recursive: true });
});
