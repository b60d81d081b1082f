import { describe, expect, it } from 'vitest';
import { channelVoice } from '../../../../src/chat/slack/answering/channel-voice.ts';
import type { Responder } from '../../../../src/chat/slack/answering/responder.ts';
import { callerVoice } from '../../../../src/chat/slack/answering/voices.ts';
import type { Payload } from '../../../../src/chat/slack/api/payload.ts';
import { said } from '../../discord/fake-world.ts';
import { absent, archived, asking, broken, rateLimit } from '../fake-slack.ts';

const spot = { channel: 'C1OPS', thread: undefined, message: undefined };

function responding() {
  const said: (readonly [string, boolean, Payload])[] = [];
  const responder: Responder = {
    uses: () => said.length,
    async respond(to, replaces, payload) {
      said.push([to, replaces, payload]);
      return true;
    },
  };
  return { responder, said };
}

describe('an answer in a channel', () => {
  it('leaves out a step that Slack is too busy for, and never the last word', async () => {
    const { asked, taken, log } = asking(undefined, rateLimit(0), rateLimit(0));
    const voice = channelVoice(asked, spot, null);
    await voice.progress(said('one'));
    await voice.progress(said('two'));
    await voice.finish(said('three'));
    expect(taken).toEqual(['post one', 'update three']);
    expect(log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('waits for as long as Slack asks for quiet, and says nothing meanwhile', async () => {
    const { asked, taken, waited } = asking(undefined, rateLimit(30), rateLimit(90));
    const voice = channelVoice(asked, spot, null);
    for (const step of ['one', 'two', 'three', 'four']) await voice.progress(said(step));
    await voice.finish(said('done'));
    expect(taken).toEqual(['post one', 'update done']);
    expect(waited.map((ms) => Math.ceil(ms / 1000))).toEqual([30, 90]);
  });

  it('gives up after minutes of trouble, and the log says so', async () => {
    const { asked, taken, waited, log } = asking(...Array(8).fill(broken));
    await channelVoice(asked, spot, null).finish(said('late'));
    expect(taken).toEqual([]);
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(180_000);
    expect(log.lines.filter(({ level }) => level !== 'debug')).toMatchObject([
      { level: 'error', message: 'an answer did not reach Slack' },
    ]);
  });

  it('goes by the response_url where the bot is not: its start, and its end with how to invite', async () => {
    const { asked } = asking(absent);
    const { responder, said: heard } = responding();
    const voice = channelVoice(asked, spot, responder);
    for (const step of ['one', 'two', 'three']) await voice.progress(said(step));
    await voice.finish(said('done'));
    expect(heard.map(([to, replaces, { text }]) => [to, replaces, text])).toEqual([
      ['ephemeral', false, 'one'],
      ['in_channel', false, 'done'],
    ]);
    expect(heard.map(([, , payload]) => JSON.stringify(payload).includes('/invite @notafter'))).toEqual([
      true,
      true,
    ]);
  });

  it('advises no invitation where that would not help', async () => {
    const { asked } = asking(archived);
    const { responder, said: heard } = responding();
    await channelVoice(asked, spot, responder).finish(said('done'));
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(heard)).not.toContain('/invite');
  });
});

it('an answer for the caller never replaces the message of the button that asked for it', async () => {
  const { responder, said: heard } = responding();
  const voice = callerVoice(asking().asked, responder, false);
  await voice.progress(said('one'));
  await voice.finish(said('done'));
  expect(heard.map(([to, replaces, { text }]) => [to, replaces, text])).toEqual([
    ['ephemeral', false, 'done'],
  ]);
});
