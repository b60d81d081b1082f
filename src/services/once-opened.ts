export type Opened<T> = {
  /** The one of this process. Rejects where it cannot be opened, and then tries again when it is next asked for. */
  open(): Promise<T>;
  /** Whether it was ever asked for, and did not fail. */
  isOpening(): boolean;
  /** Closes it if it was ever opened. */
  close(): Promise<void>;
};

/** Opens when it is first asked for. */
export function onceOpened<T extends { close(): Promise<void> }>(openIt: () => Promise<T>): Opened<T> {
  let opened: Promise<T> | null = null;
  return {
    open() {
      const opening = opened ?? openIt();
      opened = opening;
      opening.catch(() => {
        if (opened === opening) opened = null;
      });
      return opening;
    },
    isOpening: () => opened !== null,
    async close() {
      // One that could not be opened was told to whoever wanted it.
      const open = await opened?.catch(() => null);
      await open?.close();
    },
  };
}
