import { type HookEvent, hookBody } from '../../core/hook/event.ts';
import type { WebhookSetting } from '../../core/hook/setting.ts';
import { retryAfter } from '../../core/text/retry-after.ts';
import type { Outgoing, Send, SendOutcome } from '../../core/watch/notification.ts';
import { type FetchOutcome, fetchBounded } from '../../net/http/fetch-bounded.ts';
import type { Network } from '../../net/network.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';
import { withoutUrls } from '../without-url.ts';
import { signedHeaders, webhookId } from './sign.ts';

export type WebhookWorld = {
  readonly hooks: readonly WebhookSetting[];
  readonly network: Network;
  readonly trust: TrustStore;
  readonly now: () => Date;
};

/** Less than a send may take; a receiver should answer first and work afterwards. */
const timeoutMs = 15_000;
/** Nobody reads the answer. */
const maxBytes = 65_536;

/** The platform `webhook`: signs, posts and says what became of it. No reason repeats a URL. */
export function webhookSend(world: WebhookWorld): Send {
  return async (notification, signal) => {
    const { to } = notification;
    if (to.kind === 'person') return { kind: 'refused', reason: 'nobody is to be reached by a webhook' };
    const name = to.place.channel;
    const hook = world.hooks.find((one) => one.name === name);
    if (hook === undefined) {
      return {
        kind: 'refused',
        reason: `No webhook is called ${name}: ${variableOf(name)} is not set. What waited for it is dropped.`,
      };
    }
    const event = eventOf(notification);
    if (event === null) return { kind: 'sent', reference: '' };
    return postTo(hook, webhookId(notification.key), event, world, signal);
  };
}

export async function postTo(
  hook: WebhookSetting,
  id: string,
  event: HookEvent,
  { network, trust, now }: Omit<WebhookWorld, 'hooks'>,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const body = hookBody(event);
  const outcome = await fetchBounded(hook.url, {
    network,
    signal,
    timeoutMs,
    maxBytes,
    secureContext: trust.secureContext,
    body: Buffer.from(body),
    contentType: 'application/json',
    headers: signedHeaders(id, body, hook.keys, now()),
    redirects: 'refuse',
  });
  const said = readOutcome(outcome, now());
  return said === null
    ? { kind: 'sent', reference: id }
    : { ...said, reason: withoutUrls(said.reason, [hook.url, outcome.url]) };
}

/** Null: it was taken. What a receiver may mend itself (5xx, 429, silence) is tried again, any other answer is its last word. */
function readOutcome(outcome: FetchOutcome, now: Date): Exclude<SendOutcome, { kind: 'sent' }> | null {
  if (outcome.fetched) return null;
  const { status, kind, reason, headers } = outcome;
  // Any 2xx is a yes, whatever became of the body.
  if (status !== null && status >= 200 && status < 300) return null;
  if (kind === 'refused') return { kind: 'refused', reason };
  if (status === null) return { kind: 'retry', afterMs: null, reason };
  if (status === 410) return { kind: 'refused', reason: 'It answered 410: it wants no more of them.' };
  if (status >= 500 || mayComeAgain.has(status)) {
    const at = retryAfter(headers['retry-after'], now);
    const afterMs = at === null ? null : Math.max(0, at.getTime() - now.getTime());
    return { kind: 'retry', afterMs, reason };
  }
  return { kind: 'refused', reason };
}

/** Request Timeout, Too Early, Too Many Requests. */
const mayComeAgain = new Set([408, 425, 429]);

/** A webhook that is a place is told what people would be told there; a rewritten head says nothing new. */
function eventOf({ event, conversation, message, to, queuedAt }: Outgoing): HookEvent | null {
  if (event !== undefined) return event;
  if (conversation?.act === 'edit' || queuedAt === undefined || to.kind === 'person') return null;
  return {
    type: 'message.posted',
    at: queuedAt,
    data: { place: `webhook:${to.place.channel}`, summary: message.summary },
    about: { places: [to.place], endpointIds: [] },
  };
}

export function variableOf(name: string): string {
  return name === 'default' ? 'WEBHOOK_URL' : `WEBHOOK_${name.toUpperCase()}_URL`;
}
