/** A bounded number of places: whoever comes too many waits for one, and leaves when the signal says so. */
export type Slots = {
  /** Call what it resolves to once done. Null: the signal came first. */
  enter(signal: AbortSignal): Promise<(() => void) | null>;
};

export function createSlots(most: number): Slots {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const leaveOnce = () => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = waiting.shift();
      // The place goes on to who waits: it is never free in between.
      if (next === undefined) taken--;
      else next();
    };
  };
  return {
    async enter(signal) {
      if (signal.aborted) return null;
      if (taken < most) {
        taken++;
        return leaveOnce();
      }
      return new Promise((resolve) => {
        const giveUp = () => {
          waiting.splice(waiting.indexOf(mine), 1);
          resolve(null);
        };
        const mine = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(leaveOnce());
        };
        waiting.push(mine);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
