import type { Outgoing } from '../../../core/watch/notification.ts';

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
