import type { Message } from '../../core/message.ts';
import { detailsOf } from '../../views/details.ts';

/** An answer in two: what is read first, and the closer look. */
export type Parted = { readonly head: Message; readonly details: Message | null };

/**
 * Whether the closer look may be kept for whoever has its id: not that of an answer which is its caller's alone because of what was
 * handed over, a key, a password or a token.
 */
export function mayKeepDetails({ audience }: Message): boolean {
  return audience !== 'caller';
}

/**
 * `id`: under which the closer look is kept; the head then has a button for it. Without one the head says nothing of it, as
 * where it is said at once.
 */
export function partDetails(message: Message, id: string | null): Parted {
  const details = detailsOf(message);
  const { details: _, ...head } = message;
  if (details === null || id === null) return { head, details };
  const button = { label: 'Details', command: 'details', values: { answer: id } };
  const [first, ...others] = message.buttons ?? [];
  // The likeliest action stays the first.
  return { head: { ...head, buttons: first === undefined ? [button] : [first, button, ...others] }, details };
}
