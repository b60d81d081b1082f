import type { Outgoing } from '../../../core/watch/notification.ts';
import { type Refusal, readRefusal } from '../api/refusal.ts';
import type { WebClient } from '../api/web.ts';

export const eventType = 'notafter_notification';

/** How a message of ours is known again: its notification's key. */
export function metadataOf(key: string) {
  return { event_type: eventType, event_payload: { key } };
}

export type SaidBefore = (
  notification: Outgoing,
  to: { readonly channel: string; readonly thread: string | undefined },
) => Promise<string | null>;

/** A few pages of what was said meanwhile; a channel that is busier than that hides it. */
const pageSize = 100;
const mostPages = 3;
/** How far Slack's clock and ours may differ. */
const slackMs = 5 * 60_000;
/** Later a refusal to be looked through holds a message up no longer. */
const patientAttempts = 5;

/**
 * Looks for a message that an earlier attempt may have left before it could be settled: its timestamp, or null. Needs
 * a history scope, of which the manifest has the one for direct messages only; without it nothing is known.
 */
export function createSaidBefore(client: WebClient): SaidBefore {
  return async (notification, { channel, thread }) => {
    const { attempts = 1, queuedAt, key } = notification;
    if (attempts < 2 || queuedAt === undefined) return null;
    const oldest = String((queuedAt.getTime() - slackMs) / 1000);
    try {
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const asked = {
          channel,
          oldest,
          include_all_metadata: true,
          limit: pageSize,
          ...(cursor === undefined ? {} : { cursor }),
        };
        const answered =
          thread === undefined
            ? await client.conversations.history(asked)
            : await client.conversations.replies({ ...asked, ts: thread });
        const found = answered.messages?.find(({ metadata }) => isKey(metadata, key));
        if (found?.ts !== undefined) return found.ts;
        cursor = answered.response_metadata?.next_cursor;
        if (cursor === undefined || cursor === '') return null;
      }
      return null;
    } catch (thrown) {
      if (attempts < patientAttempts && isPassing(readRefusal(thrown))) throw thrown;
      return null;
    }
  };
}

function isKey(metadata: unknown, key: string): boolean {
  const { event_type, event_payload } = (metadata ?? {}) as {
    readonly event_type?: unknown;
    readonly event_payload?: { readonly key?: unknown };
  };
  return event_type === eventType && event_payload?.key === key;
}

function isPassing({ error, status }: Refusal): boolean {
  return status === 429 || error === null;
}
