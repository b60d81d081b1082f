import { reasonOf } from '../core/errors.ts';
import { withoutCalls } from '../core/message/calls.ts';
import { type Message, paragraph, text } from '../core/message.ts';
import type { FeedStore } from '../core/store/delivery.ts';
import type { Outgoing, Recipient, Send } from '../core/watch/notification.ts';
import type { Bell } from './feed-stream.ts';

/** What is sent to the console is kept in its feed, for pages that are open and pages that will be. */
export function sendToFeed(feed: FeedStore, bell: Bell, now: () => Date): Send {
  return async (notification) => {
    try {
      const reference = await keepIn(feed, notification, now());
      bell.ring();
      return { kind: 'sent', reference };
    } catch (thrown) {
      return { kind: 'retry', afterMs: null, reason: reasonOf(thrown) };
    }
  };
}

/** A head that the feed has forgotten is not rewritten; what follows it stands by itself. */
async function keepIn(
  feed: FeedStore,
  { to, message, conversation, head }: Outgoing,
  at: Date,
): Promise<string> {
  const under = conversation === undefined || conversation.act === 'open' ? null : idOf(head);
  if (conversation?.act !== 'edit') return String(await feed.append(addressed(message, to), at, under));
  if (under !== null) await feed.replace(under, addressed(withoutCalls(message), to));
  return head ?? '';
}

function idOf(head: string | null | undefined): number | null {
  return /^\d{1,15}$/.test(head ?? '') ? Number(head) : null;
}

/** Everybody reads the one feed: a direct message says whom it is for. */
function addressed(message: Message, to: Recipient): Message {
  if (to.kind === 'place') return message;
  const lead = paragraph(text('For '), { kind: 'mention', who: to.who });
  return { ...message, blocks: [lead, ...message.blocks] };
}
