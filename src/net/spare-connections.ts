import type { Socket } from 'node:net';
import type { AllowedAddress } from './policy.ts';

/** Connections that one step opened and the next goes on with, within one run. */
export type SpareConnections = Disposable & {
  /** Takes the socket over: connected, paused, not a byte said. */
  keep(to: AllowedAddress, socket: Socket): void;
  /** One to exactly that address, the caller's to close; null: none, or it waited so long that a server may have tired of it. */
  take(to: AllowedAddress): Socket | null;
};

const longestWaitMs = 300;

export function spareConnections(): SpareConnections {
  const kept = new Map<AllowedAddress, { readonly socket: Socket; readonly since: number }>();
  return {
    keep(to, socket) {
      kept.get(to)?.socket.destroy();
      kept.set(to, { socket, since: performance.now() });
    },
    take(to) {
      const found = kept.get(to);
      if (found === undefined) return null;
      kept.delete(to);
      if (performance.now() - found.since <= longestWaitMs && !found.socket.destroyed) return found.socket;
      found.socket.destroy();
      return null;
    },
    [Symbol.dispose]() {
      for (const { socket } of kept.values()) socket.destroy();
      kept.clear();
    },
  };
}
