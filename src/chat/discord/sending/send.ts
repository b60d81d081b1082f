import type { Log } from '../../../core/log.ts';
import { withoutCalls } from '../../../core/message/calls.ts';
import type { Outgoing, Recipient, Send, SendOutcome } from '../../../core/watch/notification.ts';
import { createMemory, type Memory } from '../../memory.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import { isTokenRefused, outcomeOf, readRefusal, tokenRefused } from '../api/refusal.ts';
import type { Rest } from '../api/rest.ts';
import { type Compose, type ComposeWorld, composing } from '../rendering/compose.ts';
import type { Layouts } from '../rendering/layouts.ts';
import type { Part } from '../rendering/parting.ts';
import { nonceOf, post } from '../rendering/post.ts';
import { shortLine } from '../rendering/short-line.ts';
import { type Head, headOf, headReference, threadName } from './heads.ts';
import { rewriteHead } from './rewrite.ts';
import { inLayoutOf, say, type To } from './say.ts';
import { besideHead, inThread, isForumPost, threadUnder, type Under } from './threads.ts';

type Sender = ComposeWorld & {
  readonly rest: Rest;
  readonly layouts: Layouts;
  readonly part: Part;
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
  const { to, conversation } = notification;
  if (to.kind === 'person' && to.who.kind !== 'user') {
    return { kind: 'refused', reason: `@${to.who.name} is not one person, so it takes no direct message.` };
  }
  const message = await sending.part(notification.message);
  const isEdit = conversation?.act === 'edit';
  const compose = composing(isEdit ? withoutCalls(message) : message, null, sending);
  const head = conversation === undefined || conversation.act === 'open' ? null : headOf(notification);
  if (isEdit) {
    if (head !== null) await rewrite(head, notification, compose, sending);
    return { kind: 'sent', reference: notification.head ?? '' };
  }
  if (head === null) return sayIn(await channelOf(to, sending), notification, compose, sending);
  const under = await threadUnder(head, sending.rest, sending.threads, sending.signal);
  const said =
    under.kind === 'beside'
      ? null
      : await inThread(under.channel, sending.rest, sending.signal, () =>
          sayUnder(under, notification, compose, sending),
        );
  if (said === null) return sayBeside(head, notification, compose, sending);
  if (conversation?.act === 'announce' && !isForumPost(head)) {
    await sayShortly(head, notification, sending);
  }
  return said;
}

/** In a place of its own: a head, or a message that stands alone. */
async function sayIn(
  channel: string,
  notification: Outgoing,
  compose: Compose,
  sending: Sending,
): Promise<SendOutcome> {
  const name = threadName(notification.message.summary);
  const said = await say({ channel, forumName: name }, notification.key, compose, sending);
  const isHead = notification.conversation?.act === 'open';
  return {
    kind: 'sent',
    reference: isHead ? headReference({ ...said, name }) : `${said.channel}/${said.message}`,
  };
}

async function sayUnder(
  under: Under,
  notification: Outgoing,
  compose: Compose,
  sending: Sending,
): Promise<SendOutcome> {
  const to: To =
    under.kind === 'thread'
      ? { channel: under.channel, around: under.around }
      : { channel: under.channel, replyTo: under.message };
  const said = await say(to, notification.key, compose, sending);
  return { kind: 'sent', reference: `${said.channel}/${said.message}` };
}

/** A reference to another message takes a permission that a bare message does not. */
async function sayBeside(
  head: Head,
  notification: Outgoing,
  compose: Compose,
  sending: Sending,
): Promise<SendOutcome> {
  try {
    return await sayUnder(besideHead(head), notification, compose, sending);
  } catch (thrown) {
    if (readRefusal(thrown).code !== mayNotRefer) throw thrown;
    return sayIn(head.channel, notification, compose, sending);
  }
}

/** A head that cannot be turned into the layout that is taken there now is followed by what it would say. */
async function rewrite(head: Head, { key }: Outgoing, compose: Compose, sending: Sending): Promise<void> {
  await inLayoutOf(head.channel, head.layout, sending.layouts, async (layout) => {
    if (layout === head.layout) await rewriteHead(head, await compose(layout), sending);
    else await say({ channel: head.channel, replyTo: head.message }, key, compose, sending);
  });
}

/** In the channel, for who does not follow the thread; whoever is called was called there. */
async function sayShortly(head: Head, notification: Outgoing, sending: Sending): Promise<void> {
  const { rest, signal, log, layouts } = sending;
  const nonce = nonceOf(notification.key, 'line');
  try {
    await inLayoutOf(head.channel, layouts.of(head.channel), layouts, (layout) => {
      const payload = shortLine(notification.message, head.message, layout);
      return post(rest, { channel: head.channel, payload, files: [], nonce }, signal);
    });
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
