import { withoutCalls } from '../../../core/message/calls.ts';
import type { PlatformWorld } from '../../../core/platform.ts';
import type { Outgoing, Recipient, Send, SendOutcome } from '../../../core/watch/notification.ts';
import { detailsOf, withDetailsInside } from '../../../views/details.ts';
import { createMemory, type Memory } from '../../memory.ts';
import { outgoingFiles } from '../../showing/outgoing-files.ts';
import { withPictureWords } from '../../showing/picture-words.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import type { Payload } from '../api/payload.ts';
import { outcomeOf, type Refusal, readRefusal, takesNoEdit, takesNoReply } from '../api/refusal.ts';
import { postMessage, type WebClient } from '../api/web.ts';
import { shareFiles } from '../files/files-out.ts';
import { buttonValues } from '../rendering/buttons.ts';
import { renderAll, renderMessage } from '../rendering/render.ts';
import { headOf, referenceOf } from './heads.ts';
import { createSaidBefore, metadataOf, type SaidBefore } from './said-before.ts';

type Sender = Pick<PlatformWorld, 'actions' | 'log' | 'now'> & { readonly client: WebClient };

type Sending = Sender & {
  readonly saidBefore: SaidBefore;
  /** Heads that somebody has deleted: a reply to one would stand where nobody looks. */
  readonly lostHeads: Memory;
};

type Address = { readonly channel: string; readonly thread: string | undefined };

const rememberedHeads = 500;
const shareMs = 8000;

/** Never throws. */
export function createSend(sender: Sender): Send {
  const sending: Sending = {
    ...sender,
    saidBefore: createSaidBefore(sender.client),
    lostHeads: createMemory(rememberedHeads),
  };
  return async (notification, signal) => {
    try {
      signal.throwIfAborted();
      return await unlessStopped(deliver(notification, sending), signal);
    } catch (thrown) {
      if (signal.aborted) return { kind: 'retry', afterMs: null, reason: 'stopped before it was sent' };
      const refusal = readRefusal(thrown);
      const outcome = outcomeOf(refusal);
      sender.log.warn({ ...refusal, key: notification.key, outcome: outcome.kind }, 'Slack took no message');
      return outcome;
    }
  };
}

async function deliver(notification: Outgoing, sending: Sending): Promise<SendOutcome> {
  const { to, conversation } = notification;
  if (to.kind === 'person' && to.who.kind !== 'user') {
    return { kind: 'refused', reason: `@${to.who.name} is not one person, so it takes no direct message.` };
  }
  return conversation?.act === 'edit' ? rewrite(notification, sending) : post(notification, sending);
}

async function post(notification: Outgoing, sending: Sending): Promise<SendOutcome> {
  const { message, key } = notification;
  const { client, log } = sending;
  const [payload, ...more] = await payloadsOf(notification, sending);
  const address = await addressOf(notification, sending);
  const before = await sending.saidBefore(notification, address);
  const ts = before ?? (await postUnder(notification, address, payload, sending));
  const below = { channel: address.channel, thread: address.thread ?? ts };
  if (before === null) await sayBelow(more, below, key, sending);
  const files = before === null ? outgoingFiles(withDetailsInside(message)) : [];
  const refusal = files.length === 0 ? null : await shareSoon(client, files, below);
  if (refusal !== null) {
    // It was said, which is what matters: sending it again would call somebody twice.
    log.warn({ ...refusal, key }, 'Slack took no file');
    await tellOfPictures(notification, { channel: address.channel, ts }, outcomeOf(refusal).reason, sending);
  }
  return { kind: 'sent', reference: referenceOf({ channel: address.channel, ts }) };
}

async function postUnder(
  { key, head, conversation }: Outgoing,
  { channel, thread }: Address,
  payload: Payload,
  { client, lostHeads }: Sending,
): Promise<string> {
  const isAnnounced = conversation?.act === 'announce';
  const said = { ...payload, metadata: metadataOf(key) };
  try {
    return await postMessage(client, channel, thread, said, isAnnounced);
  } catch (thrown) {
    const isReply = conversation !== undefined && conversation.act !== 'open';
    if (!isReply || thread === undefined || !takesNoReply(readRefusal(thrown).error)) throw thrown;
    lostHeads.add(head ?? '');
    return postMessage(client, channel, undefined, said);
  }
}

/** What did not fit goes on in the thread. The message was said, so what is refused here sends nothing again. */
async function sayBelow(
  payloads: readonly Payload[],
  { channel, thread }: Address,
  key: string,
  { client, log }: Sending,
): Promise<void> {
  for (const payload of payloads) {
    try {
      await unlessStopped(postMessage(client, channel, thread, payload), AbortSignal.timeout(shareMs));
    } catch (thrown) {
      log.warn({ ...readRefusal(thrown), key }, 'Slack took no more of a message');
      return;
    }
  }
}

/** What takes longer would make the whole message look unsent. */
async function shareSoon(...[client, files, to]: Parameters<typeof shareFiles>): Promise<Refusal | null> {
  try {
    return await unlessStopped(shareFiles(client, files, to), AbortSignal.timeout(shareMs));
  } catch (thrown) {
    return readRefusal(thrown);
  }
}

/** chat.update notifies nobody; still nobody is called by it, so that no reader is led to think so. */
async function rewrite(notification: Outgoing, sending: Sending): Promise<SendOutcome> {
  const head = headOf(notification);
  const { client, log, lostHeads } = sending;
  if (head === null) return { kind: 'sent', reference: '' };
  const reference = referenceOf(head);
  const [{ text, blocks }] = await payloadsOf(notification, sending);
  try {
    await client.chat.update({ channel: head.channel, ts: head.ts, text, blocks });
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    if (!takesNoEdit(refusal.error)) throw thrown;
    lostHeads.add(reference);
    log.info({ ...refusal, key: notification.key }, 'a message that was to be rewritten is gone');
  }
  return { kind: 'sent', reference };
}

/** The message, and what goes below it. An edit shows what fits: its thread is for what happened. */
async function payloadsOf(
  { message, conversation }: Outgoing,
  { actions, now }: Sending,
): Promise<readonly [Payload, ...Payload[]]> {
  const values = await buttonValues(message.buttons ?? [], null, actions);
  if (conversation?.act === 'edit') return [renderMessage(withoutCalls(message), values, now())];
  const details = detailsOf(message);
  const closer = details === null ? [] : renderAll(details, new Map(), now(), true);
  return [...renderAll(message, values, now(), true), ...closer];
}

/** A reply goes where its head is, which may be another place than it was meant for. */
async function addressOf(notification: Outgoing, { client, lostHeads }: Sending): Promise<Address> {
  const { to, conversation } = notification;
  const head = conversation === undefined || conversation.act === 'open' ? null : headOf(notification);
  if (head !== null) {
    // Slack has no threads in threads.
    const around = to.kind === 'place' && to.place.channel === head.channel ? to.place.thread : undefined;
    const isLost = lostHeads.has(referenceOf(head));
    return { channel: head.channel, thread: around ?? (isLost ? undefined : head.ts) };
  }
  if (to.kind === 'place') return { channel: to.place.channel, thread: to.place.thread };
  return { channel: await directChannel(to, client), thread: undefined };
}

async function directChannel(
  { who }: Extract<Recipient, { kind: 'person' }>,
  client: WebClient,
): Promise<string> {
  const opened = await client.conversations.open({ users: who.id });
  return opened.channel?.id ?? '';
}

/** Who cannot have the picture is told what it shows. */
async function tellOfPictures(
  { message, key }: Outgoing,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  reason: string,
  { client, actions, now, log }: Sending,
): Promise<void> {
  const told = withPictureWords(message, reason);
  if (told === message) return;
  const values = await buttonValues(message.buttons ?? [], null, actions);
  const { text, blocks } = renderMessage(told, values, now());
  try {
    await client.chat.update({ channel, ts, text, blocks });
  } catch (thrown) {
    log.warn({ ...readRefusal(thrown), key }, 'Slack took no words in the place of a picture');
  }
}
