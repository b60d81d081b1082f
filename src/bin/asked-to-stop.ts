export type StopRequest = {
  /** Resolves once somebody asked, before or after the start was done. */
  readonly asked: Promise<void>;
  /** Runs once somebody asked, and has to be through before a start that is not done is cut off. */
  letEnd(end: () => Promise<void> | undefined): void;
  /** Everything stands, and a stop is a clean one from now on. */
  started(): void;
};

/** A start that hangs (a platform, a database) promised nothing: it is cut off after this. */
const startGraceMs = 3000;
/** What it was sending already may end first, or would be sent again; with the grace no longer than any stop. */
const endingMs = 6000;
/** Terminals, npm and service managers, which tell a whole group, may tell a process of one ask twice. */
const sameAskMs = 700;
/** As shells tell of a signal. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * SIGTERM and Ctrl-C ask to stop, at any time: what is being sent must not be cut off because two told of one ask. Who asks again
 * later means it, and the process ends at once.
 */
export function listenForStop(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isStarted = false;
  let askedAt: number | null = null;
  let cutOff: NodeJS.Timeout | undefined;
  let ending: Promise<void> | null = null;

  function leave(): void {
    if (!isStarted) process.exit(0);
  }

  function leaveStart(): void {
    if (ending === null) {
      leave();
      return;
    }
    ending.then(leave, leave);
    cutOff = setTimeout(leave, endingMs);
  }

  const ask = (signal: keyof typeof exitCodes) => {
    if (askedAt === null) {
      askedAt = performance.now();
      resolve();
      if (!isStarted) cutOff = setTimeout(leaveStart, startGraceMs);
      return;
    }
    if (performance.now() - askedAt > sameAskMs) process.exit(exitCodes[signal]);
  };
  process.on('SIGINT', () => ask('SIGINT'));
  process.on('SIGTERM', () => ask('SIGTERM'));
  return {
    asked: promise,
    letEnd(end) {
      ending = promise.then(end);
      // Whoever stops the same in the end hears of it; this one only waits.
      ending.catch(() => undefined);
    },
    started() {
      isStarted = true;
      clearTimeout(cutOff);
    },
  };
}
