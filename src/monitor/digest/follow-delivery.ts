import type { Log } from '../../core/log.ts';
import { type Message, text } from '../../core/message.ts';
import { placeText } from '../../core/people.ts';
import type { NotificationFate } from '../../core/store/delivery.ts';
import type { Store } from '../../core/store/store.ts';
import { shorten } from '../../core/text/shorten.ts';
import { utcText } from '../../core/text/utc-text.ts';
import { type AwaitedDigest, awaitedDigests, putOff, settleAwaited, takeHeartbeat } from './awaited.ts';

/** Tells whoever watches the watcher that a digest arrived. Resolves to why it failed, without the URL; null: it did not. */
export type Heartbeat = (signal: AbortSignal) => Promise<string | null>;

export type DeliveryWatch = {
  readonly store: Store;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly onQueued: () => void;
  /** Null: nobody wants it. */
  readonly heartbeat: Heartbeat | null;
};

const dayMs = 24 * 3_600_000;
/** How soon it is seen that a digest arrived, which happens in another thread or process. */
const lookAgainMs = 5000;
/** A heartbeat that is being sent is nobody else's for so long. */
const leaseMs = 60_000;
const firstRetryMs = 30_000;
const longestRetryMs = 3_600_000;
const longestReason = 200;

/**
 * Sends the heartbeat of each digest that arrived, once it did and until it is heard; tells on the console which did not
 * arrive within a day. Returns when there is more to do; null: nothing is awaited.
 */
export async function followDelivery(world: DeliveryWatch): Promise<Date | null> {
  const { store, now, signal } = world;
  const next: number[] = [];
  for (const digest of await awaitedDigests(store.marks)) {
    if (signal.aborted) return null;
    const again = await follow(digest, await store.outbox.fate(digest.key), world);
    if (again !== null) next.push(again.getTime());
  }
  return next.length === 0 ? null : new Date(Math.max(now().getTime(), Math.min(...next)));
}

async function follow(
  digest: AwaitedDigest,
  fate: NotificationFate | null,
  world: DeliveryWatch,
): Promise<Date | null> {
  const { store, now } = world;
  switch (fate?.kind) {
    case 'sent':
      return beat(digest, world);
    case 'refused':
      await tell(digest, fate.reason ?? 'the platform refused it', world);
      await settleAwaited(store.marks, digest.key);
      return null;
    case 'queued':
    case undefined: {
      const again = new Date(now().getTime() + lookAgainMs);
      if (now().getTime() - digest.since.getTime() < dayMs) return again;
      await tell(digest, fate?.reason ?? 'no bot is connected there', world);
      // Waiting on is for the outbox; a heartbeat of yesterday would say that today is well.
      await settleAwaited(store.marks, digest.key);
      return null;
    }
  }
}

async function beat(digest: AwaitedDigest, world: DeliveryWatch): Promise<Date | null> {
  const { store, now, signal, log, heartbeat } = world;
  if (heartbeat === null) {
    await settleAwaited(store.marks, digest.key);
    return null;
  }
  // One further ahead is from before the clock was set back.
  const aheadMs = digest.nextAt.getTime() - now().getTime();
  if (aheadMs > 0 && aheadMs <= longestRetryMs) return digest.nextAt;
  const leasedUntil = new Date(now().getTime() + leaseMs);
  if (!(await takeHeartbeat(store.marks, digest, leasedUntil))) return leasedUntil;
  const reason = await heartbeat(signal);
  if (reason === null) {
    await settleAwaited(store.marks, digest.key);
    return null;
  }
  const waitedMs = now().getTime() - digest.since.getTime();
  log.warn({ place: digest.place, reason, attempts: digest.attempts + 1 }, 'the heartbeat was not heard');
  if (waitedMs > dayMs) {
    await queueOnConsole(
      `heartbeat-lost:${digest.key}`,
      `The heartbeat after a digest was not heard for a day: ${shorten(reason, longestReason)}`,
      'HEARTBEAT_URL tells where it goes. Whoever watches it may take Notafter for dead.',
      world,
    );
    await settleAwaited(store.marks, digest.key);
    return null;
  }
  const again = new Date(
    now().getTime() + Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(20, digest.attempts)),
  );
  await putOff(store.marks, digest.key, again);
  return again;
}

function tell({ key, place, since }: AwaitedDigest, reason: string, world: DeliveryWatch): Promise<void> {
  return queueOnConsole(
    `digest-lost:${key}`,
    `The digest for ${placeText(place)} did not arrive: ${shorten(reason, longestReason)}`,
    `It was made ${utcText(since)}. Read it here with /digest now; move it with /digest at in a channel where the bot is.`,
    world,
  );
}

/** The console is always there. */
async function queueOnConsole(
  key: string,
  sentence: string,
  advice: string,
  { store, now, log, onQueued }: DeliveryWatch,
): Promise<void> {
  const message: Message = {
    tone: 'bad',
    title: [text(sentence)],
    blocks: [{ kind: 'paragraph', inlines: [text(advice)] }],
    summary: sentence,
  };
  const to = { kind: 'place', place: { platform: 'console', channel: 'console' } } as const;
  const queued = await store.outbox.queue([{ key, to, message, fallback: [], endpointId: null }], now());
  if (queued === 0) return;
  log.error({ key }, sentence);
  onQueued();
}
