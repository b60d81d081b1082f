import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../support/discord/shapes.ts';
import { rateLimited } from '../../../support/discord/stand-in.ts';
import { tinyPng } from '../../../support/outgoing.ts';
import { anHourOfTrouble } from '../../../support/watch/trouble.ts';
import { type WatchStage, watchStage } from '../../../support/watch-stage.ts';
import { connect } from '../connected.ts';
import { notificationOf, said } from '../fake-world.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const faults: readonly (Reply | 'hang up')[] = [
  rateLimited(90),
  { status: 503 },
  'hang up',
  { status: 502, body: new TextEncoder().encode('<html>bad gateway</html>') },
  { status: 429 },
  rateLimited(60, 'shared'),
];

describe('an hour of trouble', () => {
  it('ends with everything said, in order, once, and the head as it is now', async () => {
    await using connected = await connect([]);
    const { discord, bot } = connected;
    const place = { platform: 'discord', channel: discord.channel.id } as const;
    const replies = await anHourOfTrouble({
      ...{ stage, place, send: bot.send },
      worsen: (step) => discord.failAll(faults[step % faults.length] ?? null),
      clear: () => discord.failAll(null),
    });
    const [head, ...events] = discord.messages();
    expect(events.map(({ text, channelId }) => [text.replace(/[^\w ]/g, '').trim(), channelId])).toEqual(
      replies.map((words) => [words, head?.id]),
    );
    // Of twelve edits that waited only the last was worth making.
    expect(head?.revisions.map(({ text }) => text.replace(/[^\w ]/g, '').trim())).toEqual([
      'overdue',
      'state 11',
    ]);
    expect(discord.refused).toEqual([]);
  });
});

it('shows a picture in its message, with words for who cannot see it', async () => {
  await using connected = await connect([]);
  const { discord, bot } = connected;
  const pictures = [{ name: 'timeline.png', bytes: tinyPng, alternative: 'two certificates are due' }];
  const to = { kind: 'place', place: { platform: 'discord', channel: discord.channel.id } } as const;
  await bot.send(notificationOf(to, said('digest', { pictures })), AbortSignal.timeout(15_000));
  const { attachments, components } = await discord.nextMessage();
  expect(attachments).toMatchObject([{ name: 'timeline.png', description: 'two certificates are due' }]);
  expect(Buffer.from(attachments[0]?.bytes ?? []).equals(tinyPng)).toBe(true);
  expect(JSON.stringify(components)).toContain(
    '{"type":12,"items":[{"media":{"url":"attachment://timeline.png"},"description":"two certificates are due"}]}',
  );
  expect(discord.refused).toEqual([]);
});
