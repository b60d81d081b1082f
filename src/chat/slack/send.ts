import { offeredFiles } from '../../core/files/offered-file.ts';
import type { PlatformWorld } from '../../core/platform.ts';
import type { Notification, Recipient, Send, SendOutcome } from '../../core/watch/notification.ts';
import { unlessStopped } from '../unless-stopped.ts';
import { buttonValues } from './buttons.ts';
import { shareFiles } from './files-out.ts';
import { outcomeOf, readRefusal } from './refusal.ts';
import { renderMessage } from './render.ts';
import { postMessage, type WebClient } from './web.ts';

export type Sender = Pick<PlatformWorld, 'actions' | 'log' | 'now'> & { readonly client: WebClient };

/** Never throws. */
export function createSend(sender: Sender): Send {
  return async (notification, signal) => {
    try {
      signal.throwIfAborted();
      return await unlessStopped(deliver(notification, sender), signal);
    } catch (thrown) {
      if (signal.aborted) return { kind: 'retry', afterMs: null, reason: 'stopped before it was sent' };
      const refusal = readRefusal(thrown);
      const outcome = outcomeOf(refusal);
      sender.log.warn({ ...refusal, key: notification.key, outcome: outcome.kind }, 'Slack took no message');
      return outcome;
    }
  };
}

async function deliver(notification: Notification, sender: Sender): Promise<SendOutcome> {
  const { message, to } = notification;
  if (to.kind === 'person' && to.who.kind !== 'user') {
    return { kind: 'refused', reason: `@${to.who.name} is not one person, so it takes no direct message.` };
  }
  const values = await buttonValues(message.buttons ?? [], null, sender.actions);
  const payload = renderMessage(message, values, sender.now());
  const { channel, thread } = await addressOf(to, sender.client);
  const timestamp = await postMessage(sender.client, channel, thread, payload);
  const files = offeredFiles(message);
  const refusal =
    files.length === 0
      ? null
      : await shareFiles(sender.client, files, { channel, thread: thread ?? timestamp });
  // It was said, which is what matters: sending it again would call somebody twice.
  if (refusal !== null) sender.log.warn({ ...refusal, key: notification.key }, 'Slack took no file');
  return { kind: 'sent', reference: `${channel}:${timestamp}` };
}

async function addressOf(
  to: Recipient,
  client: WebClient,
): Promise<{ readonly channel: string; readonly thread: string | undefined }> {
  if (to.kind === 'place') return { channel: to.place.channel, thread: to.place.thread };
  const opened = await client.conversations.open({ users: to.who.id });
  return { channel: opened.channel?.id ?? '', thread: undefined };
}
