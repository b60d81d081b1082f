export type StopRequest = {
  /** Resolves once somebody asked, before or after the start was done. */
  readonly asked: Promise<void>;
  /** Everything stands, and a stop is a clean one from now on. */
  started(): void;
};

/** A start that hangs (a platform, a database) has sent nothing and promised nothing: it is cut off after this. */
const startGraceMs = 3000;
/** Terminals and npm may tell a process of one Ctrl-C twice. */
const sameAskMs = 700;

/**
 * SIGTERM and Ctrl-C ask to stop, at any time and any number of times: service managers tell a whole group, and what is
 * being sent must not be cut off because two of them told. Only a second Ctrl-C means it.
 */
export function listenForStop(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isStarted = false;
  let askedAt: number | null = null;
  const ask = (signal: NodeJS.Signals) => {
    if (askedAt === null) {
      askedAt = performance.now();
      resolve();
      if (!isStarted) cutOff = setTimeout(() => process.exit(0), startGraceMs);
      return;
    }
    if (signal === 'SIGINT' && performance.now() - askedAt > sameAskMs) process.exit(130);
  };
  let cutOff: NodeJS.Timeout | undefined;
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  return {
    asked: promise,
    started() {
      isStarted = true;
      clearTimeout(cutOff);
    },
  };
}
