import { describe, expect, it } from 'vitest';
import { said } from '../../discord/fake-world.ts';
import { checkCommand, connect, modes, shows } from '../connected.ts';

const typed = { command: '/check', text: 'api.example.org' };

describe.each(modes)('asking the same again over %s', (mode) => {
  it("stops the older run, whose message says so, and nobody else's", async () => {
    const gate = Promise.withResolvers<void>();
    let steps = 0;
    const slow = checkCommand(async () => {
      steps += 1;
      if (steps <= 2) await gate.promise;
    });
    await using connected = await connect([slow], { mode });
    const { slack } = connected;
    const bob = slack.addUser('bob');
    await slack.command({ ...typed, user: bob });
    const ofBob = await slack.nextMessage(shows('asked by @bob'));
    await slack.command(typed);
    const older = await slack.nextMessage(shows('asked by @alice'));
    await slack.command(typed);
    const newer = await slack.nextMessage(shows('is healthy'));
    gate.resolve();
    const told = await slack.nextMessage(shows('A newer run of the same took the place of this one'));
    expect(told.ts).toBe(older.ts);
    expect(newer.ts).not.toBe(older.ts);
    await slack.nextMessage(({ ts, shown }) => ts === ofBob.ts && shown.includes('is healthy'));
    expect(slack.messages).toHaveLength(3);
    expect(slack.refused).toEqual([]);
  });
});

it('asking about another target stops nothing', async () => {
  const gate = Promise.withResolvers<void>();
  await using connected = await connect([checkCommand(() => gate.promise)]);
  const { slack } = connected;
  await slack.command(typed);
  await slack.command({ ...typed, text: 'b.example.org' });
  await slack.nextMessage(shows('Checking b.example.org'));
  gate.resolve();
  await slack.nextMessage(shows('api.example.org is healthy'));
  await slack.nextMessage(shows('b.example.org is healthy'));
});

it('a run that had shown nothing yet says nothing', async () => {
  const first = Promise.withResolvers<void>();
  let runs = 0;
  const mute = checkCommand();
  const action = {
    ...mute.actions[0],
    name: '',
    summary: '',
    needs: 'anyone' as const,
    options: mute.actions[0]?.options ?? [],
  };
  const command = {
    ...mute,
    actions: [
      {
        ...action,
        async *run() {
          runs += 1;
          const which = runs;
          if (which === 1) await first.promise;
          yield said(`answer ${which}`);
        },
      },
    ],
  };
  await using connected = await connect([command]);
  const { slack, bot } = connected;
  await slack.command(typed);
  await slack.command(typed);
  await slack.nextMessage(shows('answer 2'));
  first.resolve();
  await bot.stop();
  expect(slack.messages.map(({ shown }) => shown)).toEqual([expect.stringContaining('answer 2')]);
});
