import type { Message } from '../../src/core/message.ts';
import type { Conversation, Outgoing, Recipient } from '../../src/core/watch/notification.ts';

/** A part of one conversation as a platform gets it, its key made of what it says. */
export function outgoingOf(
  to: Recipient,
  message: Message,
  act?: Conversation['act'],
  head: string | null = null,
): Outgoing {
  const key = `alarm:1:${act ?? 'alone'}:${message.summary}`;
  const conversation = act === undefined ? {} : { conversation: { id: 'incident-1', act } };
  return { key, to, message, fallback: [], endpointId: null, ...conversation, head };
}

/** The smallest PNG there is: one transparent dot. */
export const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
