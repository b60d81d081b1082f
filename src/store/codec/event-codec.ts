import type { HookEvent } from '../../core/hook/event.ts';
import type { Notification } from '../../core/watch/notification.ts';

/** Kept for webhooks only: nobody else is told of it. */
export function eventText({ to, event }: Notification): string | null {
  if (event === undefined || to.kind !== 'place' || to.place.platform !== 'webhook') return null;
  const { type, at, data } = event;
  return JSON.stringify({ type, at: at.getTime(), data });
}

type Stored = Pick<HookEvent, 'type' | 'data'> & { readonly at: number };

/** Whom it was about mattered when it was queued. */
export function eventFrom(text: string | null): { readonly event?: HookEvent } {
  if (text === null) return {};
  const { type, at, data } = JSON.parse(text) as Stored;
  return { event: { type, at: new Date(at), data, about: { places: [], endpointIds: [] } } };
}
