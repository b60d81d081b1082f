import { withoutCalls } from '../../core/calls.ts';
import type { Command } from '../../core/command.ts';
import type { Log } from '../../core/log.ts';
import type { ActionStore } from '../../core/store/delivery.ts';
import type { Outgoing, Recipient, Send, SendOutcome } from '../../core/watch/notification.ts';
import { createMemory, type Memory } from '../memory.ts';
import { outgoingFiles } from '../outgoing-files.ts';
import { unlessStopped } from '../unless-stopped.ts';
import { customIds } from './buttons.ts';
import { type Head, headOf, headReference, threadName } from './heads.ts';
import type { Payload } from './payload.ts';
import { nonceOf, post } from './post.ts';
import { isTokenRefused, outcomeOf, readRefusal, tokenRefused } from './refusal.ts';
import { renderMessage } from './render.ts';
import type { Rest } from './rest.ts';
import { rewriteHead } from './rewrite.ts';
import { shortLine } from './short-line.ts';
import { besideHead, inThread, threadUnder, type Under } from './threads.ts';

type Sender = {
  readonly rest: Rest;
  readonly commands: readonly Command[];
  readonly actions: ActionStore;
  readonly log: Log;
};

type Sending = Sender & {
  readonly signal: AbortSignal;
  /** Heads whose threads there are. */
  readonly threads: Memory;
};

const rememberedThreads = 1000;
/** "Cannot reply without permission to read message history". */
const mayNotRefer = 160_002;

/** Never throws. Once Discord has refused the token nothing more is sent: 10,000 refusals ban the address. */
export function createSend(sender: Sender): Send {
  let isShut = false;
  const threads = createMemory(rememberedThreads);
  return async (notification, signal) => {
    if (isShut) return { kind: 'refused', reason: tokenRefused };
    try {
      // The library's waits for a rate limit do not listen to the signal; what they hold back is not sent after it.
      return await unlessStopped(deliver(notification, { ...sender, signal, threads }), signal);
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

async function deliver(notification: Outgoing, sending: Sending): Promise<SendOutcome> {
  sending.signal.throwIfAborted();
  const { message, to, conversation } = notification;
  if (to.kind === 'person' && to.who.kind !== 'user') {
    return { kind: 'refused', reason: `@${to.who.name} is not one person, so it takes no direct message.` };
  }
  const isEdit = conversation?.act === 'edit';
  const words = isEdit ? withoutCalls(message) : message;
  const { commands, actions } = sending;
  const pages = renderMessage(words, await customIds(message.buttons ?? [], null, commands, actions));
  const head = conversation === undefined || conversation.act === 'open' ? null : headOf(notification);
  if (isEdit) {
    if (head !== null) await rewriteHead(head, pages[0], outgoingFiles(words), sending);
    return { kind: 'sent', reference: notification.head ?? '' };
  }
  if (head === null) return sayIn(await channelOf(to, sending), notification, pages, sending);
  const under = await threadUnder(head, sending.rest, sending.threads, sending.signal);
  const said =
    under.kind === 'beside'
      ? null
      : await inThread(under.channel, sending.rest, sending.signal, () =>
          sayUnder(under, notification, pages, sending),
        );
  if (said === null) return sayBeside(head, notification, pages, sending);
  if (conversation?.act === 'announce') await sayShortly(head.channel, notification, sending);
  return said;
}

/** In a place of its own: a head, or a message that stands alone. */
async function sayIn(
  channel: string,
  notification: Outgoing,
  pages: readonly Payload[],
  sending: Sending,
): Promise<SendOutcome> {
  const message = await postPages({ channel }, notification, pages, sending);
  const isHead = notification.conversation?.act === 'open';
  const name = threadName(notification.message.summary);
  return {
    kind: 'sent',
    reference: isHead ? headReference({ channel, message, name }) : `${channel}/${message}`,
  };
}

async function sayUnder(
  under: Under,
  notification: Outgoing,
  pages: readonly Payload[],
  sending: Sending,
): Promise<SendOutcome> {
  const { channel } = under;
  const to = under.kind === 'thread' ? { channel } : { channel, replyTo: under.message };
  return { kind: 'sent', reference: `${channel}/${await postPages(to, notification, pages, sending)}` };
}

/** A reference to another message takes a permission that a bare message does not. */
async function sayBeside(
  head: Head,
  notification: Outgoing,
  pages: readonly Payload[],
  sending: Sending,
): Promise<SendOutcome> {
  try {
    return await sayUnder(besideHead(head), notification, pages, sending);
  } catch (thrown) {
    if (readRefusal(thrown).code !== mayNotRefer) throw thrown;
    return sayIn(head.channel, notification, pages, sending);
  }
}

async function postPages(
  to: { readonly channel: string; readonly replyTo?: string },
  { message, key }: Outgoing,
  pages: readonly Payload[],
  { rest, signal }: Sending,
): Promise<string> {
  const files = outgoingFiles(message);
  let first: string | null = null;
  for (const [index, payload] of pages.entries()) {
    const nonce = nonceOf(key, String(index));
    const id = await post(rest, { ...to, payload, files: index === 0 ? files : [], nonce }, signal);
    first ??= id;
  }
  return first ?? '';
}

/** In the channel, for who does not follow the thread; whoever is called was called there. */
async function sayShortly(
  channel: string,
  notification: Outgoing,
  { rest, signal, log }: Sending,
): Promise<void> {
  const head = headOf(notification);
  if (head === null) return;
  const payload = shortLine(notification.message, head.message);
  const nonce = nonceOf(notification.key, 'line');
  try {
    await post(rest, { channel, payload, files: [], nonce }, signal);
  } catch (thrown) {
    // It was said, and sending it again would call somebody twice.
    log.warn({ ...readRefusal(thrown), key: notification.key }, 'Discord took no line about a thread');
  }
}

/** A thread is a channel of its own on Discord. */
async function channelOf(to: Recipient, { rest, signal }: Sending): Promise<string> {
  if (to.kind === 'place') return to.place.thread ?? to.place.channel;
  const channel = (await rest.post('/users/@me/channels', {
    body: { recipient_id: to.who.id },
    signal,
  })) as { readonly id: string };
  return channel.id;
}
