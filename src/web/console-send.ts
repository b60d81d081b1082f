import { reasonOf } from '../core/errors.ts';
import { type Message, paragraph, text } from '../core/message.ts';
import type { FeedStore } from '../core/store.ts';
import type { Notification, Recipient, Send } from '../core/watch/notification.ts';
import type { Bell } from './feed-stream.ts';

/** What is sent to the console is kept in its feed, for pages that are open and pages that will be. */
export function sendToFeed(feed: FeedStore, bell: Bell, now: () => Date): Send {
  return async ({ to, message }: Notification) => {
    try {
      const id = await feed.append(addressed(message, to), now());
      bell.ring();
      return { kind: 'sent', reference: String(id) };
    } catch (thrown) {
      return { kind: 'retry', afterMs: null, reason: reasonOf(thrown) };
    }
  };
}

/** Everybody reads the one feed: a direct message says whom it is for. */
function addressed(message: Message, to: Recipient): Message {
  if (to.kind === 'place') return message;
  const lead = paragraph(text('For '), { kind: 'mention', who: to.who });
  return { ...message, blocks: [lead, ...message.blocks] };
}
