import type { QueuedNotification, Send, SendOutcome } from '../../core/watch/notification.ts';

const sendDeadlineMs = 30_000;
const graceMs = 1500;

const firstRetryMs = 2000;
const longestRetryMs = 15 * 60_000;
/** No platform means more than this; a hostile or broken one may say so. */
const longestRetryAfterMs = 24 * 3_600_000;

/** Gives it to the platform once, for no longer than a send may take. */
export async function sendWithin(
  send: Send,
  notification: QueuedNotification,
  stopped: AbortSignal,
): Promise<SendOutcome> {
  using patience = sendPatience(stopped);
  return await Promise.race([send(notification, patience.signal), patience.ranOut]);
}

/** A send gets its whole time; once we are stopped it gets a moment to end, since cutting it may say a thing twice. */
function sendPatience(stopped: AbortSignal) {
  const over = new AbortController();
  const { promise: ranOut, resolve } = Promise.withResolvers<SendOutcome>();
  const giveUp = (reason: string) => {
    over.abort();
    resolve({ kind: 'retry', afterMs: null, reason });
  };
  const timers = [setTimeout(giveUp, sendDeadlineMs, `no answer in ${sendDeadlineMs / 1000} s`)];
  const onStop = () => timers.push(setTimeout(giveUp, graceMs, 'Notafter was stopped while sending'));
  if (stopped.aborted) onStop();
  stopped.addEventListener('abort', onStop);
  return {
    signal: over.signal,
    ranOut,
    [Symbol.dispose]() {
      stopped.removeEventListener('abort', onStop);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Doubling from 2 s to 15 min, the upper half of it by chance; never before the moment the platform asked for. */
export function retryDelayMs(attempts: number, afterMs: number | null, random: () => number): number {
  const backOffMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(20, attempts - 1));
  const ownMs = Math.round(backOffMs * (0.5 + random() / 2));
  return Math.max(ownMs, Math.min(afterMs ?? 0, longestRetryAfterMs));
}
