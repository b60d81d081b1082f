import type { Log } from '../core/log.ts';

/** Heroku and systemd give 30 s, people 10. */
const longestMs = 9000;

export type Stopping = {
  /** Waits for one part; while it does, it is what a stop that comes to nothing is blamed on. */
  part(name: string, stopped: Promise<unknown> | undefined): Promise<void>;
  /** All of them are through. */
  done(): void;
};

/** A stop that is not through in time ends the process, and its log says what it was waiting for. */
export function stopInTime(log: Log, end: () => void, withinMs = longestMs): Stopping {
  const waiting = new Set<string>();
  const deadline = setTimeout(() => {
    log.error({ parts: [...waiting] }, 'something did not stop in time');
    end();
  }, withinMs);
  return {
    async part(name, stopped) {
      waiting.add(name);
      try {
        await stopped;
      } finally {
        waiting.delete(name);
      }
    },
    done: () => clearTimeout(deadline),
  };
}
