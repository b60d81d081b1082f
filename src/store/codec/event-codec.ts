import { type HookEvent, hookEventTypes } from '../../core/hook/event.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import type { Notification } from '../../core/watch/notification.ts';
import { isFields } from './shapes.ts';

/** Kept for webhooks only: nobody else is told of it. */
export function eventText({ to, event }: Notification): string | null {
  if (event === undefined || to.kind !== 'place' || to.place.platform !== 'webhook') return null;
  const { type, at, data } = event;
  return JSON.stringify({ type, at: at.getTime(), data });
}

type Stored = Pick<HookEvent, 'type' | 'data'> & { readonly at: number };

/** Whom it was about mattered when it was queued. */
export function eventFrom(text: string | null): { readonly event?: HookEvent } {
  const kept = text === null ? null : jsonOrNull(text);
  // What cannot be read is told as any message is, by its summary.
  if (!isStored(kept)) return {};
  const { type, at, data } = kept;
  return { event: { type, at: new Date(at), data, about: { places: [], endpointIds: [] } } };
}

function isStored(kept: unknown): kept is Stored {
  if (!isFields(kept) || !isFields(kept.data)) return false;
  return (
    hookEventTypes.includes(kept.type as HookEvent['type']) &&
    typeof kept.at === 'number' &&
    !Number.isNaN(new Date(kept.at).getTime())
  );
}
