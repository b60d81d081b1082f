import { setTimeout as wait } from 'node:timers/promises';
import { resolvedAddresses } from '../../core/resolved-addresses.ts';
import type { Diagnose } from '../../core/services.ts';
import { isAddress, type Target } from '../../core/target.ts';
import { createTurns } from './address-turns.ts';

export type AddressPace = {
  /** The same looks, each of them when all addresses it leads to have room for it. */
  paced(diagnose: Diagnose): Diagnose;
  /** How many wait for their turn at an address; they hold no connection. */
  waiting(): number;
  /** Whether the last look at it waited, so that how long it took says nothing about the other side. */
  wasHeldUp(target: Target): boolean;
};

export type PaceOptions = {
  /** 0: any number. */
  readonly perSecond: number;
  /** Whether an address may be that of a third party; left out: every one is. */
  readonly isCounted?: (ip: string) => boolean;
};

/** Names whose addresses were busy are asked to wait before they are resolved again. */
const mostNames = 20_000;
/** A name that leads elsewhere each time, and each time to where many wait. */
const mostTries = 8;

/**
 * Nobody floods a third party by having a thousand names or ports of it watched: `perSecond` looks are begun at one address, and so
 * many at once after a rest. A name's addresses are known once it is resolved; then is before anything is dialled.
 */
export function createAddressPace(
  { perSecond, isCounted = () => true }: PaceOptions,
  stopwatch: () => number = () => performance.now(),
): AddressPace {
  const turns = createTurns(perSecond, stopwatch);
  const busy = new Map<string, readonly string[]>();
  const heldUp = new WeakSet<Target>();
  let waiting = 0;

  async function takeTurn(target: Target, ips: readonly string[], signal: AbortSignal): Promise<void> {
    const waitMs = turns.reserve(ips);
    if (waitMs <= 0) return;
    heldUp.add(target);
    waiting += 1;
    try {
      await wait(waitMs, undefined, { signal });
    } finally {
      waiting -= 1;
    }
  }

  /** Null: its addresses were busy, and it has a turn by now. */
  async function tryOnce(diagnose: Diagnose, taken: Set<string>, ...[target, options]: Parameters<Diagnose>) {
    const full = new AbortController();
    let others: readonly string[] = [];
    const onResult: typeof options.onResult = (result, soFar) => {
      // What comes after is of a look that is over, and must not take the place of what it waits for.
      if (full.signal.aborted) return;
      others = resolvedAddresses(result).filter((ip) => !taken.has(ip) && isCounted(ip));
      if (others.length > 0 && !turns.takeAll(others)) full.abort();
      else options.onResult?.(result, soFar);
      for (const ip of others) taken.add(ip);
    };
    try {
      const signal = AbortSignal.any([options.signal, full.signal]);
      return await diagnose(target, { ...options, signal, onResult });
    } catch (thrown) {
      if (!full.signal.aborted || options.signal.aborted) throw thrown;
    }
    remember(target.host, [...taken]);
    await takeTurn(target, others, options.signal);
    return null;
  }

  return {
    waiting: () => waiting,
    wasHeldUp: (target) => heldUp.has(target),
    paced: (diagnose) =>
      perSecond === 0
        ? diagnose
        : async (target, options) => {
            heldUp.delete(target);
            const own = target.address ?? (isAddress(target.host) ? target.host : null);
            if (own !== null && !isCounted(own)) return diagnose(target, options);
            const taken = new Set(own === null ? busy.get(target.host) : [own]);
            await takeTurn(target, [...taken], options.signal);
            for (let tries = 0; tries < mostTries; tries += 1) {
              const diagnosis = await tryOnce(diagnose, taken, target, options);
              if (diagnosis !== null) return diagnosis;
            }
            throw new Error(
              `${target.host.slice(0, 100)} leads to other busy addresses each time it is asked`,
            );
          },
  };

  function remember(host: string, ips: readonly string[]): void {
    busy.delete(host);
    busy.set(host, ips);
    const [oldest] = busy.keys();
    if (busy.size > mostNames && oldest !== undefined) busy.delete(oldest);
  }
}
