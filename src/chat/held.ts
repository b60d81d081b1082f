import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Platform } from '../core/platform.ts';
import { inTime } from '../core/waiting/in-time.ts';

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
  readonly times?: HeldTimes;
};

export type HeldTimes = {
  readonly leaseMs: number;
  readonly renewMs: number;
  /** How long before the end of a lease that cannot be renewed the platform is left. */
  readonly leaveMs: number;
  /** How long a connection may be lost before another process may try. */
  readonly deafMs: number;
};

/** A holder that is killed is followed within the first two and the time it takes to connect: under half a minute. */
export const usualHeldTimes: HeldTimes = { leaseMs: 20_000, renewMs: 3000, leaveMs: 6000, deafMs: 60_000 };

/** Discord lets a bot identify a thousand times a day. */
const longestPauseMs = 5 * 60_000;
const standsBy = 'standing by: another process is connected';

/**
 * A platform that only whoever holds the lease connects to; the others stand by. A holder that cannot renew, since it was
 * cut off from the database or stood still, leaves before its lease is over.
 */
export function heldPlatform({ name, create, lease, log, times = usualHeldTimes }: Held): Platform {
  const { leaseMs, renewMs, leaveMs, deafMs } = times;
  const stopping = new AbortController();
  const listeners: ((isActive: boolean) => void)[] = [];
  let inner: Platform | null = null;
  let coming: { readonly platform: Platform; readonly over: Promise<unknown> } | null = null;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let heardAt = 0;
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let circling: Promise<void> | null = null;

  const isHere = () => inner !== null || coming !== null;
  /** What may be waited for without staying too long. */
  const patienceMs = () =>
    isHere() ? Math.max(1, Math.min(renewMs, heldUntil - leaveMs - performance.now())) : renewMs;

  /** Null: nobody knows. */
  async function renew(): Promise<boolean | null> {
    const begun = performance.now();
    const holding = lease.hold(leaseMs).catch((thrown: unknown) => {
      log.warn({ platform: name, reason: reasonOf(thrown) }, 'the lease of a platform could not be renewed');
      return null;
    });
    const holds = await inTime(holding, patienceMs());
    if (holds === true) heldUntil = begun + leaseMs;
    return holds;
  }

  /** Its lease is renewed meanwhile: connecting may take longer than that. */
  function come(): Promise<string> {
    const platform = create();
    const over = connect(platform);
    coming = { platform, over };
    return over;
  }

  async function connect(platform: Platform): Promise<string> {
    const isWanted = () => coming?.platform === platform;
    try {
      const status = await platform.start();
      if (isWanted()) {
        [inner, coming, failures, heardAt] = [platform, null, 0, performance.now()];
        tell(true);
        return status;
      }
    } catch (thrown) {
      if (isWanted()) {
        coming = null;
        await platform.stop();
        await makeRoom();
        throw thrown;
      }
    }
    await platform.stop();
    return standsBy;
  }

  async function lose(sent?: Promise<unknown>): Promise<void> {
    const leaving = [inner, coming?.platform];
    const active = inner !== null;
    inner = null;
    coming = null;
    if (active) tell(false);
    await Promise.all(leaving.map((one) => one?.stop(sent)));
  }

  /** Another may have a way there that this process has not, which tries again ever later. */
  async function makeRoom(): Promise<void> {
    failures += 1;
    notBefore = performance.now() + Math.min(longestPauseMs, leaseMs * 2 ** (failures - 1));
    await giveBack();
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
      await wait(patienceMs(), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if (!isHere() && performance.now() < notBefore) continue;
      const holds = await renew();
      if (signal.aborted) return;
      if (isHere()) await stayOrLeave(holds);
      else if (holds === true) void takeOver();
    }
  }

  async function stayOrLeave(holds: boolean | null): Promise<void> {
    if (holds === false || (holds === null && performance.now() >= heldUntil - leaveMs)) {
      log.warn({ platform: name }, 'another process may connect to a platform now: this one leaves it');
      await lose();
      return;
    }
    if (inner === null) return;
    if (inner.isConnected?.() !== false) heardAt = performance.now();
    if (performance.now() - heardAt < deafMs) return;
    log.warn({ platform: name }, 'a platform is out of reach for too long: another process may try');
    await lose();
    await makeRoom();
  }

  async function takeOver(): Promise<void> {
    try {
      const status = await come();
      if (status !== standsBy) log.info({ platform: name, status }, 'this process took a platform over');
    } catch (thrown) {
      log.error({ platform: name, reason: reasonOf(thrown) }, 'a platform could not be taken over');
    }
  }

  return {
    name,
    async start() {
      const holds = await renew();
      const arrival = holds === true ? come() : Promise.resolve(standsBy);
      circling = circle();
      return arrival;
    },
    async stop(sent) {
      stopping.abort();
      const had = isHere();
      const arriving = coming?.over;
      await Promise.all([lose(sent), circling]);
      await arriving?.catch(() => undefined);
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
