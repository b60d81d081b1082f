export type StopRequest = {
  /** Resolves once somebody asked, before or after the start was done. */
  readonly asked: Promise<void>;
  /** Everything stands, and a stop is a clean one from now on. */
  started(): void;
};

/** A start that hangs (a platform, a database) has sent nothing and promised nothing: it is cut off after this. */
const startGraceMs = 3000;
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
  const ask = (signal: keyof typeof exitCodes) => {
    if (askedAt === null) {
      askedAt = performance.now();
      resolve();
      if (!isStarted) cutOff = setTimeout(() => process.exit(0), startGraceMs);
      return;
    }
    if (performance.now() - askedAt > sameAskMs) process.exit(exitCodes[signal]);
  };
  let cutOff: NodeJS.Timeout | undefined;
  process.on('SIGINT', () => ask('SIGINT'));
  process.on('SIGTERM', () => ask('SIGTERM'));
  return {
    asked: promise,
    started() {
      isStarted = true;
      clearTimeout(cutOff);
    },
  };
}
