import type { SendOutcome } from '../watch/notification.ts';
import type { WebhookWants } from './setting.ts';

/** A webhook as people may know it: never its URL, which may be the key to what it leads to. */
export type KnownWebhook = {
  readonly name: string;
  /** Host and port, and what it is asked over. */
  readonly receiver: string;
  readonly wants: WebhookWants | null;
};

export type Webhooks = {
  readonly known: readonly KnownWebhook[];
  /** Sends a `ping` at once, past the outbox; null: there is none of that name. */
  ping(name: string, signal: AbortSignal): Promise<SendOutcome | null>;
};
