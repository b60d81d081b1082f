import { setTimeout as wait } from 'node:timers/promises';
import type { Network } from '../network.ts';
import type { AllowedAddress } from '../policy.ts';

/** Connecting a few times: how long it takes, and how often a packet got lost. */
export type RoundTrips = {
  readonly tries: number;
  /** Milliseconds of those that connected, in the order of asking. */
  readonly connectedMs: readonly number[];
  /** Of those in which no packet was lost; null without any. */
  readonly medianMs: number | null;
  /** Tries in which the first packet or its answer was lost: never connected, or only when it was sent again. */
  readonly lost: number;
};

const mostTries = 8;
/** RFC 6298 §2.1: an unanswered SYN is sent again after a second. */
const resendMs = 1000;
const perTryMs = 2500;
const apartMs = 40;

/** Connects and hangs up, a few times over; null when the peer refuses or the signal comes: nothing to count then. */
export async function roundTrips(
  to: AllowedAddress,
  network: Pick<Network, 'dial'>,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<RoundTrips | null> {
  const tries = Array.from({ length: mostTries }, async (_, at) => {
    await wait(at * apartMs, undefined, { signal }).catch(() => undefined);
    const limit = Math.min(perTryMs, timeoutMs - at * apartMs);
    const dialled = await network.dial(to, { signal, timeoutMs: Math.max(1, limit) });
    if (dialled.connected) dialled.socket.destroy();
    return dialled;
  });
  const ended = await Promise.all(tries);
  if (ended.some((one) => !one.connected && one.failure !== 'timeout')) return null;
  const connectedMs = ended.flatMap((one) => (one.connected ? [one.elapsedMs] : []));
  return countTrips(connectedMs, ended.length);
}

export function countTrips(connectedMs: readonly number[], tries: number): RoundTrips {
  const fastest = Math.min(...connectedMs);
  const whole = connectedMs
    .filter((ms) => ms < fastest + resendMs * 0.9)
    .toSorted((one, other) => one - other);
  return {
    tries,
    connectedMs,
    medianMs: whole[Math.floor(whole.length / 2)] ?? null,
    lost: tries - whole.length,
  };
}
