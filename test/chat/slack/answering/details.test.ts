import { describe, expect, it } from 'vitest';
import { details as detailsCommand } from '../../../../commands/details.ts';
import { code, type Message, paragraph, type Tone, text } from '../../../../src/core/message.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import { pem } from '../../../support/offering.ts';
import { memoryDetails } from '../../../support/services/keeping-details.ts';
import { commandOf, said } from '../../discord/fake-world.ts';
import { type Connecting, connect, modes, shows } from '../connected.ts';

const typed = { command: '/look', text: 'api.example.org' };
const target = { name: 'target', kind: 'target', summary: 'a host', positional: true } as const;

type Answer = { readonly tone: Tone; readonly details?: Message['details'] };

/** Answers in turn, the last one for good. */
function look(...answers: readonly Answer[]) {
  let runs = 0;
  return commandOf(
    'look',
    async function* (values) {
      const { tone, details } = answers[Math.min(runs, answers.length - 1)] ?? { tone: 'good' };
      runs += 1;
      const again = { label: 'Run again', command: 'look', values: { target: values.target ?? '' } };
      yield said(
        `Verdict ${runs}`,
        { ...(details === undefined ? {} : { details }), buttons: [again] },
        tone,
      );
    },
    { options: [target] },
  );
}

function evidence(words: string) {
  return { blocks: [paragraph(text(words)), paragraph(code('openssl s_client'))] };
}

function connectWith(command: ReturnType<typeof look>, asked: Connecting = {}) {
  const services = { now: () => new Date(0), details: memoryDetails() } as unknown as CommandServices;
  return connect([command, detailsCommand], { ...asked, world: { services } });
}

const bad: Answer = { tone: 'bad', details: { ...evidence('the first evidence'), files: [pem] } };
const good: Answer = { tone: 'good', details: { ...evidence('all is well'), files: [pem] } };

describe.each(modes)('details over %s', (mode) => {
  it('of an answer that is not good stand once in its thread, with their files', async () => {
    await using connected = await connectWith(
      look(bad, { tone: 'warning', details: evidence('the second') }),
      {
        mode,
      },
    );
    const { slack } = connected;
    await slack.command(typed);
    const reply = await slack.nextMessage(shows('the first evidence'));
    const head = await slack.nextMessage(({ threadTs }) => threadTs === null);
    expect(reply).toMatchObject({ threadTs: head.ts, channel: head.channel, isBroadcast: false });
    expect(head.shown).not.toContain('evidence');
    expect(head.buttons.map(({ label }) => label)).toEqual(['Run again']);
    expect(await slack.nextFile()).toMatchObject({ name: pem.name, threadTs: head.ts });

    await slack.press({ message: head, label: 'Run again' });
    const renewed = await slack.nextMessage(shows('the second'));
    expect(renewed.ts).toBe(reply.ts);
    expect(renewed.shown).toContain('Renewed');
    expect(slack.messages.map(({ ts }) => ts)).toEqual([head.ts, reply.ts]);
    expect(slack.refused).toEqual([]);
  });

  it('of a good answer come when they are asked for, to who asks', async () => {
    await using connected = await connectWith(look(good), { mode });
    const { slack } = connected;
    const bob = slack.addUser('bob');
    await slack.command(typed);
    const head = await slack.nextMessage(shows('Verdict 1'));
    expect(head.buttons.map(({ label }) => label)).toEqual(['Run again', 'Details']);
    await slack.press({ message: head, label: 'Details', user: bob });
    const told = await slack.nextEphemeral(shows('all is well'));
    expect(told).toMatchObject({ visibleTo: bob.id, channel: head.channel });
    expect(told.shown).toContain('in your direct messages');
    expect(slack.messages.filter(({ channel }) => channel === head.channel)).toEqual([head]);
    expect(slack.refused).toEqual([]);
  });
});

describe('details', () => {
  it('follow in the thread that was asked in, and are shown there when asked for', async () => {
    await using connected = await connectWith(look(bad, good));
    const { slack } = connected;
    const threadTs = '1700000000.000001';
    await slack.mention({ text: 'look api.example.org', threadTs });
    expect(await slack.nextMessage(shows('the first evidence'))).toMatchObject({ threadTs });
    await slack.mention({ text: 'look b.example.org', threadTs });
    const second = await slack.nextMessage(shows('Verdict 2'));
    await slack.press({ message: second, label: 'Details' });
    expect(await slack.nextEphemeral(shows('all is well'))).toMatchObject({ threadTs });
    expect(slack.refused).toEqual([]);
  });

  it('of a renewed answer that is good now stand where those of the bad one stood', async () => {
    await using connected = await connectWith(look(bad, good, { tone: 'good' }));
    const { slack } = connected;
    await slack.command(typed);
    const reply = await slack.nextMessage(shows('the first evidence'));
    const message = await slack.nextMessage(shows('Verdict 1'));
    await slack.press({ message, label: 'Run again' });
    expect((await slack.nextMessage(shows('all is well'))).ts).toBe(reply.ts);
    await slack.press({ message, label: 'Run again' });
    expect((await slack.nextMessage(shows('there is no more to it now'))).ts).toBe(reply.ts);
    expect(slack.messages).toHaveLength(2);
  });

  it('come anew, with the time, where somebody took them away', async () => {
    await using connected = await connectWith(look(bad));
    const { slack } = connected;
    await slack.command(typed);
    const reply = await slack.nextMessage(shows('the first evidence'));
    slack.deleteMessage(reply);
    await slack.press({ message: await slack.nextMessage(shows('Verdict 1')), label: 'Run again' });
    const anew = await slack.nextMessage(shows('the first evidence'));
    expect(anew.ts).not.toBe(reply.ts);
    expect(anew.shown).toContain('Renewed');
  });

  it('are behind a button where only the response_url may speak', async () => {
    await using connected = await connectWith(look(bad));
    const { slack } = connected;
    const secret = slack.addChannel('secret', { kind: 'private', hasBot: false });
    const run = await slack.command({ ...typed, channel: secret });
    const answer = await run.nextResponse(shows('Verdict 1'));
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Run again', 'Details']);
    await slack.press({ message: answer, label: 'Details' });
    expect(await slack.nextEphemeral(shows('the first evidence'))).toMatchObject({ channel: secret.id });
  });

  it('are waited for while Slack asks for quiet', async () => {
    await using connected = await connectWith(look(bad), { slack: { perChannelPace: true } });
    const { slack } = connected;
    await slack.command(typed);
    expect((await slack.nextMessage(shows('the first evidence'))).threadTs).not.toBeNull();
    expect(slack.refused.every(({ error }) => error === 'ratelimited')).toBe(true);
  });

  it('that the thread does not take are behind a button of the answer', async () => {
    await using connected = await connectWith(look(bad));
    const { slack } = connected;
    const posted = slack.nextMessage(shows('Verdict 1')).then(() => {
      slack.failNext('chat.postMessage', { error: 'restricted_action_thread_locked' });
    });
    await slack.command(typed);
    await posted;
    const head = await slack.nextMessage(({ buttons }) => buttons.length === 2);
    expect(head.buttons.map(({ label }) => label)).toEqual(['Run again', 'Details']);
    expect(head.shown).toContain('Verdict 1');
    await slack.press({ message: head, label: 'Details' });
    await slack.nextEphemeral(shows('the first evidence'));
  });

  it('say what a file says that Slack did not take, and how to have it', async () => {
    await using connected = await connectWith(look(bad));
    const { slack } = connected;
    slack.withoutScope('files:write');
    await slack.command(typed);
    const reply = await slack.nextMessage(shows('could not be attached'));
    expect(reply.threadTs).not.toBeNull();
    expect(reply.shown).toContain('BEGIN CERTIFICATE');
    expect(reply.shown).toContain('notafter look api.example.org --save .');
    expect(slack.messages).toHaveLength(2);
  });

  it('that are too long for one message go on below it', async () => {
    const blocks = Array.from({ length: 120 }, (_, at) => paragraph(text(`line ${at} ${'x'.repeat(150)}`)));
    await using connected = await connectWith(look({ tone: 'bad', details: { blocks } }));
    const { slack } = connected;
    await slack.command(typed);
    await slack.nextMessage(shows('line 119 '));
    const [, ...replies] = slack.messages;
    expect(replies.length).toBeGreaterThan(1);
    const lines = replies.flatMap(({ shown }) => shown.match(/line \d+ /g) ?? []);
    expect(lines).toEqual(Array.from({ length: 120 }, (_, at) => `line ${at} `));
    expect(slack.refused).toEqual([]);
  });
});
