/** Lets a test wait for what it wants to see instead of sleeping. */
export type Changes = {
  /** Something happened: everybody who waits looks again. */
  note(): void;
  /** Resolves with the first thing `look` finds, now or later; rejects, saying `what`, after a minute. */
  until<Found>(look: () => Found | undefined, what: string): Promise<Found>;
  close(): void;
};

const patienceMs = 60_000;

export function createChanges(seen: () => string): Changes {
  const lookers = new Set<() => void>();
  const closing = new AbortController();
  return {
    note() {
      for (const look of [...lookers]) look();
    },
    until(look, what) {
      const { promise, resolve, reject } = Promise.withResolvers<NonNullable<ReturnType<typeof look>>>();
      const end = (finish: () => void) => {
        lookers.delete(again);
        clearTimeout(timer);
        closing.signal.removeEventListener('abort', onClose);
        finish();
      };
      const onClose = () => end(() => reject(new Error(`The stand-in closed while waiting for ${what}.`)));
      const again = () => {
        const found = look();
        if (found !== undefined && found !== null) end(() => resolve(found));
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`No ${what} came. The stand-in saw:\n${seen()}`))),
        patienceMs,
      );
      closing.signal.addEventListener('abort', onClose);
      lookers.add(again);
      again();
      return promise;
    },
    close() {
      closing.abort();
    },
  };
}
