import type { Outgoing } from '../../core/watch/notification.ts';

/** The first message of a conversation, as `reference` names it. */
export type Head = { readonly channel: string; readonly ts: string };

export function referenceOf({ channel, ts }: Head): string {
  return `${channel}:${ts}`;
}

/** Null where no head was ever posted. */
export function headOf({ head }: Outgoing): Head | null {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(head ?? '') ?? [];
  return channel === undefined || ts === undefined ? null : { channel, ts };
}

/** Refusals that mean: the head is gone, or takes no replies; the channel itself may take them. */
const headless = new Set([
  'thread_not_found',
  'message_not_found',
  'invalid_thread_ts',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
]);

export function takesNoReply(error: string | null): boolean {
  return error !== null && headless.has(error);
}

/** Refusals of an edit that no later try mends, and that leave nothing unsaid: the head is gone or closed. */
const uneditable = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

export function takesNoEdit(error: string | null): boolean {
  return error !== null && uneditable.has(error);
}
