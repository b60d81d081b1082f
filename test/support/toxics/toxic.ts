import type { Random } from '../simulation/random.ts';

/** What is wrong with a way between two programs. Switched while bytes are under way: see `startToxicTcp`. */
export type Toxic =
  | { readonly kind: 'none' }
  /** Each piece comes so much later, give or take the jitter, in order. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** Small pieces, with a pause after each. */
  | { readonly kind: 'slice'; readonly bytes: number; readonly pauseMs: number }
  /** No byte passes and every connection stays; what was said meanwhile comes once it is over. */
  | { readonly kind: 'cut' }
  /** Connections are reset, new ones as well. */
  | { readonly kind: 'reset' }
  /**
   * A firewall that forgot: whatever is connected, or connects meanwhile, is dead for good, and neither end hears of it.
   * Its bytes are taken and dropped, also when it is over.
   */
  | { readonly kind: 'half-open' }
  /** No byte passes, and after so long the connection is closed. */
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** Nothing listens; what is connected stays. */
  | { readonly kind: 'refusal' };

export const noToxic: Toxic = { kind: 'none' };

/** How long a piece that came just now is under way. */
export function delayOf(toxic: Toxic, random: Random): number {
  if (toxic.kind !== 'latency') return 0;
  return Math.max(0, toxic.ms + random.between(-toxic.jitterMs, toxic.jitterMs));
}

/** Whether what stands in the queue has to stay there. */
export function isHeldUp({ kind }: Toxic): boolean {
  return kind === 'cut' || kind === 'timeout';
}

/** How much of a piece of so many bytes may pass at once, and how long the way is busy with it. */
export function shareOf(toxic: Toxic, bytes: number): { readonly bytes: number; readonly busyMs: number } {
  switch (toxic.kind) {
    case 'slice':
      return { bytes: Math.min(bytes, toxic.bytes), busyMs: toxic.pauseMs };
    case 'bandwidth': {
      // A twentieth of a second at a time, so that it flows.
      const share = Math.min(bytes, Math.max(1, Math.floor(toxic.bytesPerSecond / 20)));
      return { bytes: share, busyMs: (share / toxic.bytesPerSecond) * 1000 };
    }
    default:
      return { bytes, busyMs: 0 };
  }
}
