import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { paragraph, text } from '../../../../src/core/message.ts';
import { commandOf, notificationOf, said } from '../../discord/fake-world.ts';
import { connect, shows } from '../connected.ts';

it('what grows faster than Slack takes it is told by its newest state, and its end is never lost', async () => {
  const steps = 60;
  const busy = commandOf('busy', async function* () {
    for (let step = 0; step < steps; step += 1) {
      yield said(`step ${step}.`, {}, 'neutral');
      await pause(50);
    }
    yield said('the end');
  });
  await using connected = await connect([busy]);
  const { slack } = connected;
  await slack.command({ command: '/busy' });
  slack.failNext('chat.update', { status: 429, retryAfter: 1 });
  const { revisions } = await slack.nextMessage(shows('the end'));
  const seen = revisions.map(({ shown }) => Number(/step (\d+)\./.exec(shown)?.[1] ?? steps));
  expect(seen[0]).toBe(0);
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  // One edit in 1.1 s for what took 3 s, however many steps there were.
  expect(seen.length).toBeLessThan(steps / 4);
  expect(slack.messages).toHaveLength(1);
});

it('a notification has its closer look in the thread', async () => {
  await using connected = await connect([]);
  const { slack, bot } = connected;
  const to = { kind: 'place', place: { platform: 'slack', channel: slack.channel.id } } as const;
  const details = { blocks: [paragraph(text('the evidence'))] };
  await bot.send(notificationOf(to, said('an alarm', { details })), AbortSignal.timeout(15_000));
  const head = await slack.nextMessage(shows('an alarm'));
  expect(await slack.nextMessage(shows('the evidence'))).toMatchObject({ threadTs: head.ts });
  expect(slack.refused).toEqual([]);
});
