import type { HookEvent } from '../hook/event.ts';
import type { Message } from '../message.ts';
import type { Mention, Place, PlatformName } from '../people.ts';

export type Recipient =
  | { readonly kind: 'place'; readonly place: Place }
  /** A direct message. */
  | { readonly kind: 'person'; readonly who: Mention };

/** Something to say unprompted. Queued at most once per key, sent at least once. */
export type Notification = {
  /** Holds what happened, not when: `ping:<fingerprint>:<state>:<endpoint or place>`. */
  readonly key: string;
  readonly to: Recipient;
  readonly message: Message;
  /** Who hears of it another way when the platform refuses `to` for good; empty for digests. */
  readonly fallback: readonly Mention[];
  readonly endpointId: string | null;
  /** Left out: a message that stands alone. */
  readonly conversation?: Conversation;
  /** The same for programs: what webhooks are told. Kept by the outbox for those only. */
  readonly event?: HookEvent;
};

/**
 * Part of one conversation: `open` posts its head, `reply` goes under it, `announce` as well and is shown to the place
 * besides, `edit` rewrites the head. Those of one conversation go out in the order of queueing, after the head; an edit
 * that waits is replaced by a later one.
 */
export type Conversation = {
  readonly id: string;
  readonly act: 'open' | 'reply' | 'announce' | 'edit';
};

/** As a platform gets it: `head` is the reference it gave for the head of the conversation, where that was sent. */
export type Outgoing = Notification & {
  readonly head?: string | null;
  /** How often it was given to the platform, this time too; more than once: it may have taken it already. */
  readonly attempts?: number;
  readonly queuedAt?: Date;
};

export type QueuedNotification = Outgoing & {
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly nextAttemptAt: Date;
};

/** What a platform said. `refused`: for good (channel gone, not invited, token revoked), not worth retrying. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly reference: string }
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The one door out to people: each platform gives one. Never throws. */
export type Send = (notification: Outgoing, signal: AbortSignal) => Promise<SendOutcome>;

/** The platform that has to say it. */
export function platformOf({ to }: Pick<Notification, 'to'>): PlatformName {
  return to.kind === 'place' ? to.place.platform : to.who.platform;
}
