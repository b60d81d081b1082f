import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotWithRules, openBotWith } from '../support/hostile/asked-from.ts';

let bot: BotWithRules;
const here = { platform: 'slack', channel: 'C0HERE' } as const;
const env = { WATCH_PER_HOST: '2', WATCH_PER_PERSON: '4', HOSTS_FILE: '/etc/hosts' };
const most = /2 times already.*\/watch remove.*admin.*WATCH_PER_HOST/;

beforeAll(async () => {
  bot = await openBotWith('{}', env);
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
});

const say = async (line: string, rank: 'member' | 'admin' = 'member') =>
  JSON.stringify(await bot.say(line, here, { rank }));

it('lets a member have so many ports of a host watched, in whatever way they come, and an admin any number', async () => {
  await say('watch add https://127.0.0.1:9');
  const trial = await say('watch import 127.0.0.1:19/a 127.0.0.1:19/b 127.0.0.1:19/c');
  expect(trial).toMatch(/1 new, 0 to change, 0 as they are, 2 refused/);
  expect(trial).toMatch(most);
  const plan = /"plan":"([0-9a-f]+)"/.exec(trial)?.[1] ?? '';
  await say('watch add https://127.0.0.1:7');
  expect(await say('watch add https://127.0.0.1:7/again')).toMatch(most);
  expect(await say('watch add https://127.0.0.1:7')).toMatch(/is watched already/);
  // What was within the bounds when it was tried is not any more.
  expect(await say(`watch import plan:${plan} apply:yes`)).toMatch(/Nothing was imported.*WATCH_PER_HOST/);
  expect(await bot.store.endpoints.count()).toBe(2);
  await say('watch import apply:yes 127.0.0.1:19/a 127.0.0.1:19/b', 'admin');
  await say('watch add https://127.0.0.1:7/c', 'admin');
  expect(await bot.store.endpoints.count()).toBe(5);
});

it('lets a member have so many watched in all, and says what to do', async () => {
  expect(await say('watch add https://127.0.0.2:7')).toMatch(/You added 4 endpoints.*WATCH_PER_PERSON/);
  expect(await say('watch import a.example b.example')).toMatch(/0 new.*2 refused/);
  await say('watch remove https://127.0.0.1:7/c');
  await say('watch remove https://127.0.0.1:7');
  expect(await say('watch import a.example b.example')).toMatch(/1 new.*1 refused/);
});
