import { Socket } from 'node:net';

/** How long a database that says nothing is waited for. */
export type Patience = {
  /** A way to it that ends itself when nothing came for too long. */
  socket(): Socket;
  /** What `work` gives, unless that takes too long once everybody is in a hurry; what comes later goes to `late`. */
  bounded<T>(work: Promise<T>, late: (result: T) => void): Promise<T>;
  /** From now on it is short: the process is about to end. */
  hurry(): void;
  isHurried(): boolean;
};

/** What is asked for takes milliseconds; a few of these after one another still fit into a stop. */
const usualHurriedMs = 1500;

/**
 * Where the network swallows what is sent the server cannot end it for us. The library's own `query_timeout` ends the query and
 * not the connection: that goes back to the pool, and whoever is handed it waits for a dead one again, for ever.
 */
export function createPatience(longestSilenceMs: number, hurriedMs = usualHurriedMs): Patience {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let silenceMs = longestSilenceMs;
  let isHurried = false;

  return {
    isHurried: () => isHurried,
    socket() {
      const socket = new Socket();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('timeout', () =>
        socket.destroy(new Error(`the connection fell silent for ${silenceMs / 1000} s`)),
      );
      socket.setTimeout(silenceMs);
      return socket;
    },
    async bounded(work, late) {
      const { promise: tooLate, reject } = Promise.withResolvers<never>();
      let isOver = false;
      const giveUp = () => {
        isOver = true;
        reject(new Error('timeout exceeded when trying to connect'));
      };
      void work.then(
        (result) => isOver && late(result),
        () => undefined,
      );
      if (isHurried) setTimeout(() => waiting.has(giveUp) && giveUp(), hurriedMs).unref();
      waiting.add(giveUp);
      try {
        return await Promise.race([work, tooLate]);
      } finally {
        waiting.delete(giveUp);
      }
    },
    hurry() {
      if (isHurried) return;
      isHurried = true;
      silenceMs = Math.min(silenceMs, hurriedMs);
      for (const socket of sockets) socket.setTimeout(silenceMs);
      const before = [...waiting];
      setTimeout(() => {
        for (const giveUp of before) if (waiting.has(giveUp)) giveUp();
      }, hurriedMs).unref();
    },
  };
}
