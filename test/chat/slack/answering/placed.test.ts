import { describe, expect, it } from 'vitest';
import { createSuperseding } from '../../../../src/chat/asking/superseding.ts';
import { channelVoice } from '../../../../src/chat/slack/answering/channel-voice.ts';
import { commandOf, said } from '../../discord/fake-world.ts';
import { checkCommand, connect, shows } from '../connected.ts';
import { asking, refusal } from '../fake-slack.ts';

const spot = { channel: 'C1OPS', thread: undefined, message: undefined };

describe('an answer whose place changes while it grows', () => {
  it('is posted anew at its end where somebody took its message away, and not before', async () => {
    const { asked, taken } = asking(undefined, refusal('message_not_found'));
    const voice = channelVoice(asked, spot, null);
    for (const step of ['one', 'two', 'three']) await voice.progress(said(step));
    await voice.finish(said('done'));
    expect(taken).toEqual(['post one', 'post done']);
  });

  it('that was to renew a message which is closed is a message of its own', async () => {
    const { asked, taken } = asking(refusal('edit_window_closed'));
    const voice = channelVoice(asked, { ...spot, thread: '1.1', message: '1.1' }, null);
    await voice.progress(said('one'));
    await voice.finish(said('done'));
    expect(taken).toEqual(['post one', 'update done']);
  });

  it('leaves a thread that is gone for the channel', async () => {
    const { asked, taken } = asking(refusal('thread_not_found'));
    const voice = channelVoice(asked, { ...spot, thread: '1.1' }, null);
    await voice.finish(said('done'));
    expect(taken).toEqual(['post done']);
  });

  it('says the same twice in one edit', async () => {
    const { asked, taken } = asking();
    const voice = channelVoice(asked, spot, null);
    for (let again = 0; again < 3; again += 1) await voice.progress(said('one'));
    await voice.finish(said('one'));
    expect(taken).toEqual(['post one']);
  });

  it('says nothing more once a newer run has its message', async () => {
    const { asked, taken } = asking();
    const runs = createSuperseding();
    const signal = new AbortController().signal;
    const older = { ...asked, run: runs.begin({ question: null, message: null }, signal) };
    const voice = channelVoice(older, { ...spot, message: '1.1' }, null);
    await voice.progress(said('one'));
    const newer = { ...asked, run: runs.begin({ question: null, message: null }, signal) };
    const renewing = channelVoice(newer, { ...spot, message: '1.1' }, null);
    await Promise.all([voice.progress(said('two')), renewing.progress(said('new'))]);
    await voice.finish(said('old'));
    await renewing.finish(said('newest'));
    expect(taken).toEqual(['update one', 'update new', 'update newest']);
  });
});

it('an answer reaches its caller directly where neither the channel nor a response_url takes it', async () => {
  await using connected = await connect([checkCommand()]);
  const { slack } = connected;
  slack.failNext('chat.postMessage', { error: 'is_archived' });
  await slack.mention({ text: 'check api.example.org' });
  const answer = await slack.nextMessage(shows('is healthy'));
  expect(slack.workspace.channel(answer.channel).with).toBe(slack.user.id);
  expect(answer.shown).toContain('the channel did not take it');
});

it('whom the bot cannot answer in the open is told how to invite it', async () => {
  await using connected = await connect([checkCommand()]);
  const { slack } = connected;
  const secret = slack.addChannel('secret', { kind: 'private', hasBot: false });
  const run = await slack.command({ command: '/check', text: 'api.example.org', channel: secret });
  await run.nextResponse(shows('is healthy'));
  const told = await slack.nextEphemeral(shows('/invite @notafter'));
  expect(told).toMatchObject({ visibleTo: slack.user.id, channel: secret.id });
});

it('an answer that is too long goes on in its thread', async () => {
  const items = Array.from({ length: 300 }, (_, at) => [
    { kind: 'text' as const, text: `row ${at} ${'y'.repeat(80)}` },
  ]);
  const long = commandOf('long', async function* () {
    yield said('A long one', { blocks: [{ kind: 'list', items }] });
  });
  await using connected = await connect([long]);
  const { slack } = connected;
  await slack.command({ command: '/long' });
  await slack.nextMessage(shows('row 299 '));
  const [head, ...replies] = slack.messages;
  expect(head?.shown).toContain('the rest is in the thread');
  expect(new Set(replies.map(({ threadTs }) => threadTs))).toEqual(new Set([head?.ts]));
  const rows = slack.messages.flatMap(({ shown }) => shown.match(/row \d+ /g) ?? []);
  expect(rows).toEqual(items.map((_, at) => `row ${at} `));
  expect(slack.refused).toEqual([]);
});
