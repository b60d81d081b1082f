import { expect, it, vi } from 'vitest';
import { rateLimited } from '../../../support/discord/stand-in.ts';
import { connect } from '../connected.ts';
import { mineCommand } from '../fake-world.ts';

const waits: number[] = [];
/** What takes longer passes at once here. */
vi.mock(import('node:timers/promises'), async (original) => {
  const timers = await original();
  const pause: typeof timers.setTimeout = (ms = 0, value, options) => {
    waits.push(ms);
    return timers.setTimeout(ms > 4000 ? 0 : ms, value, options);
  };
  return { ...timers, setTimeout: pause };
});

it('the last words of an answer wait as long as Discord asks for', async () => {
  await using connected = await connect([mineCommand]);
  const { discord } = connected;
  const path = /^\/webhooks/;
  discord.failNext({ method: 'PATCH', path, reply: rateLimited(60) });
  const run = await discord.slash({ name: 'mine', options: { target: 'four' } });

  expect((await run.answer()).text).toContain('4 characters');
  expect(waits.filter((ms) => ms > 50_000)).toHaveLength(1);
});

it('the last words of an answer sit out minutes without a network', async () => {
  await using connected = await connect([mineCommand]);
  const { discord } = connected;
  waits.length = 0;
  discord.failNext({ method: 'PATCH', path: /^\/webhooks/, reply: 'hang up', times: 8 });
  const run = await discord.slash({ name: 'mine', options: { target: 'four' } });
  expect((await run.answer()).text).toContain('4 characters');
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(100_000);
});
