import type { Scheme } from '../../core/target/schemes.ts';
import type { Conversation } from './conversation.ts';

/** How a protocol gets from clear text to TLS, as seen by a client that wants nothing else. */
export type UpgradeProtocol = {
  readonly scheme: Scheme;
  /** As people call it: "SMTP". */
  readonly name: string;
  /** What is asked for: "STARTTLS", "AUTH TLS". */
  readonly asks: string;
  readonly citation: string;
  /** Whose word comes first once the connection stands. */
  readonly begins: 'server' | 'client';
  /** `host`: the name of the target, for protocols that say it in the clear. */
  run(conversation: Conversation, host: string): Promise<UpgradeAnswer>;
};

export type UpgradeAnswer =
  | { readonly kind: 'go-ahead' }
  /** The server knows no TLS here. `offers`: what it does know, as far as it says. */
  | { readonly kind: 'not-offered'; readonly offers: readonly string[]; readonly text: string | null }
  /** It knows TLS and will not begin it now. */
  | { readonly kind: 'refused'; readonly text: string }
  /** It wants nothing to do with us, whatever we ask. */
  | { readonly kind: 'turned-away'; readonly text: string };

export const goAhead: UpgradeAnswer = { kind: 'go-ahead' };

export function notOffered(offers: readonly string[], text: string | null = null): UpgradeAnswer {
  return { kind: 'not-offered', offers: offers.slice(0, 30), text };
}

export function refused(text: string): UpgradeAnswer {
  return { kind: 'refused', text };
}

export function turnedAway(text: string): UpgradeAnswer {
  return { kind: 'turned-away', text };
}
