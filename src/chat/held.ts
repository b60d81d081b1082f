import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../core/errors.ts';
import { inTime } from '../core/in-time.ts';
import type { Log } from '../core/log.ts';
import type { Platform } from '../core/platform.ts';

/** Of something that one process at a time may have. */
export type Lease = {
  /** Whether this process has it for `ms` from now. */
  hold(ms: number): Promise<boolean>;
  release(): Promise<void>;
};

export type Held = {
  readonly name: Platform['name'];
  /** A new one for each time that the lease is got. */
  readonly create: () => Platform;
  readonly lease: Lease;
  readonly log: Log;
  readonly leaseMs?: number;
  readonly renewMs?: number;
};

/** A holder that is killed is followed within these two and the time it takes to connect: well under half a minute. */
const usualLeaseMs = 15_000;
const usualRenewMs = 4000;

/**
 * A platform that only whoever holds the lease connects to; the others stand by. A holder that cannot renew, since it was
 * cut off from the database or stood still, leaves before its lease is over.
 */
export function heldPlatform({
  name,
  create,
  lease,
  log,
  leaseMs = usualLeaseMs,
  renewMs = usualRenewMs,
}: Held): Platform {
  const stopping = new AbortController();
  const listeners: ((isActive: boolean) => void)[] = [];
  let inner: Platform | null = null;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let circling: Promise<void> | null = null;

  /** Null: nobody knows. */
  async function renew(): Promise<boolean | null> {
    const begun = performance.now();
    const holding = lease.hold(leaseMs).catch((thrown: unknown) => {
      log.warn({ platform: name, reason: reasonOf(thrown) }, 'the lease of a platform could not be renewed');
      return null;
    });
    const holds = await inTime(holding, renewMs);
    if (holds === true) heldUntil = begun + leaseMs;
    return holds;
  }

  async function takeOver(): Promise<string> {
    const fresh = create();
    try {
      const status = await fresh.start();
      inner = fresh;
      tell(true);
      return status;
    } catch (thrown) {
      await fresh.stop();
      await giveBack();
      throw thrown;
    }
  }

  async function lose(): Promise<void> {
    const leaving = inner;
    inner = null;
    tell(false);
    await leaving?.stop();
  }

  async function giveBack(): Promise<void> {
    heldUntil = Number.NEGATIVE_INFINITY;
    // Where that fails it ends by itself.
    await inTime(
      lease
        .release()
        .catch(() => null)
        .then(() => null),
      renewMs,
    );
  }

  function tell(isActive: boolean): void {
    for (const listener of listeners) listener(isActive);
  }

  async function circle(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      await wait(renewMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const holds = await renew();
      if (signal.aborted) return;
      const isEnding = performance.now() + renewMs >= heldUntil;
      if (inner !== null && (holds === false || (holds === null && isEnding))) {
        log.warn({ platform: name }, 'another process may connect to a platform now: this one leaves it');
        await lose();
      } else if (inner === null && holds === true) {
        await takeOver().then(
          (status) => log.info({ platform: name, status }, 'this process took a platform over'),
          (thrown: unknown) =>
            log.error({ platform: name, reason: reasonOf(thrown) }, 'a platform could not be taken over'),
        );
      }
    }
  }

  return {
    name,
    async start() {
      const holds = await renew();
      const status = holds === true ? await takeOver() : 'standing by: another process is connected';
      circling = circle();
      return status;
    },
    async stop() {
      stopping.abort();
      await circling;
      const had = inner !== null;
      await lose();
      if (had) await giveBack();
    },
    async send(notification, signal) {
      if (inner !== null) return inner.send(notification, signal);
      return { kind: 'retry', afterMs: null, reason: 'another process is connected there' };
    },
    isConnected: () => inner !== null && (inner.isConnected?.() ?? true),
    isStandingBy: () => inner === null,
    whenActive(listener) {
      listeners.push(listener);
      if (inner !== null) listener(true);
    },
    presence: async (who, signal) => inner?.presence?.(who, signal) ?? 'unknown',
  };
}
