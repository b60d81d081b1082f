import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Command } from '../../core/command.ts';
import { offeredFiles } from '../../core/files/offered-file.ts';
import type { Log } from '../../core/log.ts';
import type { OfferedFile } from '../../core/message.ts';
import type { ActionStore } from '../../core/store.ts';
import type { Notification, Recipient, Send, SendOutcome } from '../../core/watch/notification.ts';
import { customIds } from './buttons.ts';
import { messageLimits } from './limits.ts';
import type { Payload } from './payload.ts';
import { isTokenRefused, outcomeOf, readRefusal, tokenRefused } from './refusal.ts';
import { renderMessage } from './render.ts';
import type { Rest } from './rest.ts';

export type Sender = {
  readonly rest: Rest;
  readonly commands: readonly Command[];
  readonly actions: ActionStore;
  readonly log: Log;
};

/** Never throws. Once Discord has refused the token nothing more is sent: 10,000 refusals ban the address. */
export function createSend(sender: Sender): Send {
  let isShut = false;
  return async (notification, signal) => {
    if (isShut) return { kind: 'refused', reason: tokenRefused };
    try {
      return await unlessStopped(deliver(notification, sender, AbortSignal.any([signal])), signal);
    } catch (thrown) {
      if (signal.aborted) return { kind: 'retry', afterMs: null, reason: 'stopped before it was sent' };
      const refusal = readRefusal(thrown);
      const outcome = outcomeOf(refusal);
      isShut ||= isTokenRefused(refusal);
      sender.log.warn(
        { ...refusal, key: notification.key, outcome: outcome.kind },
        'Discord took no message',
      );
      return outcome;
    }
  };
}

/** The library's waits for a rate limit do not listen to the signal; what they hold back is not sent after it. */
async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const settled = new AbortController();
  const stopped = once(signal, 'abort', { signal: settled.signal }).then(() => {
    throw new Error('stopped');
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    settled.abort();
  }
}

async function deliver(
  notification: Notification,
  { rest, commands, actions }: Sender,
  signal: AbortSignal,
): Promise<SendOutcome> {
  signal.throwIfAborted();
  const { message, to, key } = notification;
  if (to.kind === 'person' && to.who.kind !== 'user') {
    return { kind: 'refused', reason: `@${to.who.name} is not one person, so it takes no direct message.` };
  }
  const pages = renderMessage(message, await customIds(message.buttons ?? [], null, commands, actions));
  const files = offeredFiles(message);
  const channel = await channelOf(to, rest, signal);
  let first: string | null = null;
  for (const [index, page] of pages.entries()) {
    const id = await post(rest, channel, page, index === 0 ? files : [], nonceOf(key, index), signal);
    first ??= id;
  }
  return { kind: 'sent', reference: `${channel}/${first ?? ''}` };
}

/** A thread is a channel of its own on Discord. */
async function channelOf(to: Recipient, rest: Rest, signal: AbortSignal): Promise<string> {
  if (to.kind === 'place') return to.place.thread ?? to.place.channel;
  const channel = (await rest.post('/users/@me/channels', {
    body: { recipient_id: to.who.id },
    signal,
  })) as { readonly id: string };
  return channel.id;
}

/** Posts as the bot. With `nonce` Discord gives back the message it has when the same one is posted twice. */
export async function post(
  rest: Rest,
  channel: string,
  payload: Payload,
  files: readonly OfferedFile[],
  nonce: string | null,
  signal: AbortSignal,
): Promise<string> {
  const body = nonce === null ? payload : { ...payload, nonce, enforce_nonce: true };
  const posted = await rest.post(`/channels/${channel}/messages`, {
    body:
      files.length === 0
        ? body
        : { ...body, attachments: files.map(({ name }, id) => ({ id, filename: name })) },
    ...(files.length === 0 ? {} : { files: files.map(rawFile) }),
    signal,
  });
  return (posted as { readonly id: string }).id;
}

function rawFile({ name, mediaType, text }: OfferedFile) {
  return { name, contentType: mediaType, data: Buffer.from(text) };
}

function nonceOf(key: string, page: number): string {
  return createHash('sha256').update(`${page} ${key}`).digest('base64url').slice(0, messageLimits.nonce);
}
