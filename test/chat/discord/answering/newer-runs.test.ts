import { expect, it } from 'vitest';
import type { ShownMessage } from '../../../support/discord/shapes.ts';
import { connect } from '../connected.ts';
import { commandOf, said } from '../fake-world.ts';

/** Each run says its number and waits for its gate or its end. */
function numbered(gates: readonly Promise<void>[]) {
  let runs = 0;
  const stopped: number[] = [];
  const command = commandOf(
    'check',
    async function* ({ target = '' }, _caller, _services, signal) {
      runs += 1;
      const number = runs;
      const again = [{ label: 'Run again', command: 'check', values: { target } }];
      yield said(`run ${number} looks`, { buttons: again });
      const over = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          stopped.push(number);
          resolve();
        });
      });
      await Promise.race([gates[number - 1], over]);
      yield said(`run ${number} is done`, { buttons: again });
    },
    { options: [{ name: 'target', kind: 'target', summary: 'a host', required: true }] },
  );
  return { command, stopped };
}
const never = new Promise<void>(() => undefined);
const slash = { name: 'check', options: { target: 'a.example' } };
const says = (words: string) => (message: ShownMessage) => message.text.includes(words);

it('the same question once more stops the first, whose message says so', async () => {
  const { command, stopped } = numbered([never, Promise.resolve()]);
  await using connected = await connect([command]);
  const { discord } = connected;
  const first = await discord.slash(slash);
  await first.answer(says('run 1 looks'));
  const second = await discord.slash(slash);
  await second.answer(says('run 2 is done'));
  await first.answer(says('A newer run of the same took the place'));
  expect(stopped).toEqual([1]);
  expect(discord.refused).toEqual([]);
});

it('pressed again, a message shows the newer run alone', async () => {
  const { command, stopped } = numbered([Promise.resolve(), never, Promise.resolve()]);
  await using connected = await connect([command]);
  const { discord } = connected;
  const shown = await (await discord.slash(slash)).answer(says('run 1 is done'));
  const [again] = shown.buttons;
  if (again === undefined) throw new Error('no button');
  await (await discord.press(again)).answer(says('run 2 looks'));
  const bob = discord.place.addPerson('Bob');
  const last = await (await discord.press(again, { user: bob })).answer(says('run 3 is done'));
  expect(stopped).toEqual([2]);
  await connected.bot.stop();
  expect(last.id).toBe(shown.id);
  const seen = discord.messages()[0]?.revisions.map(({ text }) => text) ?? [];
  expect(seen.at(-1)).toContain('run 3 is done');
  expect(seen.slice(seen.findIndex((text) => text.includes('run 3'))).join()).not.toContain('run 2');
  expect(seen.join()).not.toContain('A newer run');
});

it('of somebody else, or elsewhere, stops nobody', async () => {
  const gate = Promise.withResolvers<void>();
  const { command, stopped } = numbered([gate.promise, Promise.resolve(), Promise.resolve()]);
  await using connected = await connect([command]);
  const { discord } = connected;
  const first = await discord.slash(slash);
  await first.answer(says('run 1 looks'));
  const bob = discord.place.addPerson('Bob');
  await (await discord.slash({ ...slash, user: bob })).answer(says('is done'));
  const channel = discord.place.addChannel('other');
  await (await discord.slash({ ...slash, channel })).answer(says('is done'));
  gate.resolve();
  await first.answer(says('run 1 is done'));
  expect(stopped).toEqual([]);
});

it('stops a run that listens to nobody', async () => {
  const deaf = commandOf(
    'check',
    async function* ({ target = '' }) {
      yield said(`looks at ${target}`);
      if (target === 'a.example') await never;
      yield said('is done');
    },
    { options: [{ name: 'target', kind: 'target', summary: 'a host', required: true }] },
  );
  await using connected = await connect([deaf]);
  const { discord } = connected;
  const first = await discord.slash(slash);
  await first.answer(says('looks'));
  await discord.slash(slash);
  await first.answer(says('A newer run of the same took the place'));
  expect(discord.refused).toEqual([]);
});

it('of a question whose 15 minutes are over is said by itself alone', async () => {
  const gate = Promise.withResolvers<void>();
  const { command, stopped } = numbered([gate.promise, Promise.resolve()]);
  await using connected = await connect([command]);
  const { discord } = connected;
  const first = await discord.slash(slash);
  await first.answer(says('run 1 looks'));
  discord.advance(16 * 60_000);
  const second = await discord.slash(slash);
  await second.answer(says('run 2 is done'));
  await connected.bot.stop();
  expect(stopped[0]).toBe(1);
  expect(discord.messages().filter(says('A newer run'))).toEqual([]);
});
