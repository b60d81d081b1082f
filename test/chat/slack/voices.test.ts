import { describe, expect, it } from 'vitest';
import { createMemory } from '../../../src/chat/memory.ts';
import type { Asked } from '../../../src/chat/slack/asked.ts';
import type { Payload } from '../../../src/chat/slack/render.ts';
import { renderMessage } from '../../../src/chat/slack/render.ts';
import type { Responder } from '../../../src/chat/slack/responder.ts';
import { callerVoice, channelVoice } from '../../../src/chat/slack/voices.ts';
import type { WebClient } from '../../../src/chat/slack/web.ts';
import { createMemoryLog, said } from '../discord/fake-world.ts';

const spot = { channel: 'C1OPS', thread: undefined, message: undefined };
const rateLimit = Object.assign(new Error('slow down'), {
  code: 'slack_webapi_rate_limited_error',
  retryAfter: 0,
});
const absent = Object.assign(new Error('no'), { data: { ok: false, error: 'not_in_channel' } });
const archived = Object.assign(new Error('no'), { data: { ok: false, error: 'is_archived' } });

/** Refuses with `faults` in turn, an absent one being none; remembers what it took. */
function asking(...faults: readonly (Error | undefined)[]) {
  const taken: string[] = [];
  const left = [...faults];
  const call = (name: string) => async (given: { readonly text: string }) => {
    const fault = left.shift();
    if (fault !== undefined) throw fault;
    taken.push(`${name} ${given.text}`);
    return { ts: '1.000001' };
  };
  const chat = { postMessage: call('post'), update: call('update') };
  const log = createMemoryLog();
  const asked: Asked = {
    client: { chat } as unknown as WebClient,
    log,
    signal: new AbortController().signal,
    shell: null,
    sharedFiles: createMemory(1),
    caller: null,
    draw: async (message) => renderMessage(message, new Map(), new Date(0)),
  };
  return { asked, taken, log };
}

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
    const { asked, taken, log } = asking(undefined, rateLimit, rateLimit);
    const voice = channelVoice(asked, spot, null);
    await voice.progress(said('one'));
    await voice.progress(said('two'));
    await voice.finish(said('three'));
    expect(taken).toEqual(['post one', 'update three']);
    expect(log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('gives up after three tries, and the log says so', async () => {
    const { asked, taken, log } = asking(rateLimit, rateLimit, rateLimit, rateLimit);
    await channelVoice(asked, spot, null).finish(said('late'));
    expect(taken).toEqual([]);
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
      false,
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
