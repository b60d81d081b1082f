import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tinyPng } from '../../../support/outgoing.ts';
import type { Fault } from '../../../support/slack/api-server.ts';
import { anHourOfTrouble } from '../../../support/watch/trouble.ts';
import { type WatchStage, watchStage } from '../../../support/watch-stage.ts';
import { notificationOf, said } from '../../discord/fake-world.ts';
import { connect } from '../connected.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const faults: readonly Fault[] = [
  { status: 429, retryAfter: 90 },
  { status: 503 },
  'hang up',
  { status: 502, body: '<html>bad gateway</html>' },
  { error: 'internal_error' },
  { status: 429 },
];

describe('an hour of trouble', () => {
  it('ends with everything said, in order, once, and the head as it is now', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    const place = { platform: 'slack', channel: slack.channel.id } as const;
    const replies = await anHourOfTrouble({
      ...{ stage, place, send: bot.send },
      worsen: (step) => slack.failAll(faults[step % faults.length] ?? null),
      clear: () => slack.failAll(null),
    });
    const [head, ...events] = slack.messages;
    expect(events.map(({ shown, threadTs }) => [shown, threadTs])).toEqual(
      replies.map((words) => [words, head?.ts]),
    );
    // Of twelve edits that waited only the last was worth making.
    expect(head?.revisions.map(({ shown }) => shown)).toEqual(['overdue', 'state 11']);
    expect(slack.refused.filter(({ error }) => error !== 'missing_scope')).toEqual([]);
  });
});

describe('a picture', () => {
  const pictures = [{ name: 'timeline.png', bytes: tinyPng, alternative: 'two certificates are due' }];

  it('lies in the thread of its message, with words for who cannot see it', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    const to = { kind: 'place', place: { platform: 'slack', channel: slack.channel.id } } as const;
    await bot.send(notificationOf(to, said('digest', { pictures })), AbortSignal.timeout(15_000));
    const file = await slack.nextFile();
    const { ts } = await slack.nextMessage();
    expect(file).toMatchObject({
      name: 'timeline.png',
      alternative: 'two certificates are due',
      threadTs: ts,
    });
    expect(Buffer.from(file.bytes).equals(tinyPng)).toBe(true);
    expect(slack.refused).toEqual([]);
  });

  it('that Slack does not take is told in words', async () => {
    await using connected = await connect([]);
    const { slack, bot } = connected;
    slack.withoutScope('files:write');
    const to = { kind: 'place', place: { platform: 'slack', channel: slack.channel.id } } as const;
    const outcome = await bot.send(
      notificationOf(to, said('digest', { pictures })),
      AbortSignal.timeout(15_000),
    );
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect((await slack.nextMessage()).shown).toMatch(
      /timeline\.png could not be shown: .*two certificates are due/,
    );
  });
});
