import { createSuperseding } from '../../../src/chat/asking/superseding.ts';
import { createMemory } from '../../../src/chat/memory.ts';
import type { Asked } from '../../../src/chat/slack/answering/asked.ts';
import { createReplies } from '../../../src/chat/slack/answering/kept-replies.ts';
import type { WebClient } from '../../../src/chat/slack/api/web.ts';
import { renderAll, renderMessage } from '../../../src/chat/slack/rendering/render.ts';
import { createMemoryLog } from '../discord/fake-world.ts';

export function rateLimit(retryAfter: number): Error {
  return Object.assign(new Error('slow down'), { code: 'slack_webapi_rate_limited_error', retryAfter });
}
export const broken = new Error('hung up');
export const absent = refusal('not_in_channel');
export const archived = refusal('is_archived');

export function refusal(error: string): Error {
  return Object.assign(new Error('no'), { data: { ok: false, error } });
}

/** Refuses with `faults` in turn, an absent one being none; remembers what it took, and waits for nothing. */
export function asking(...faults: readonly (Error | undefined)[]) {
  const taken: string[] = [];
  const waited: number[] = [];
  const left = [...faults];
  const call = (name: string) => async (given: { readonly text: string }) => {
    const fault = left.shift();
    if (fault !== undefined) throw fault;
    taken.push(`${name} ${given.text}`);
    return { ts: `1.${String(taken.length).padStart(6, '0')}` };
  };
  const chat = { postMessage: call('post'), update: call('update') };
  const log = createMemoryLog();
  const signal = new AbortController().signal;
  const asked: Asked = {
    client: { chat } as unknown as WebClient,
    log,
    signal,
    run: createSuperseding().begin({ question: null, message: null }, signal),
    replies: createReplies(10),
    shell: null,
    sharedFiles: createMemory(1),
    caller: null,
    now: () => new Date(0),
    wait: async (ms) => void waited.push(ms),
    keep: async () => null,
    draw: async (message) => renderMessage(message, new Map(), new Date(0)),
    drawAll: async (message, as) => renderAll(message, new Map(), new Date(0), as !== 'alone'),
  };
  return { asked, taken, waited, log };
}
