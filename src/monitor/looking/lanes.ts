export type Lanes = {
  /** How many are worked on at a time, those not counted that were moved aside. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Least time after which one counts as waiting for somebody else; left out: 250. */
  readonly patienceMs?: number | undefined;
  /** How many may wait aside; left out: 1,000. */
  readonly mostAside?: number | undefined;
  /** How many of those wait for a turn of their own and hold nothing (`AddressPace`); so many more may stand aside. */
  readonly parked?: (() => number) | undefined;
};

const leastPatienceMs = 250;
/** Enough for a twentieth of 10,000 that is dead and a twentieth that says nothing; a look that waits keeps 20 KB or so. */
const usualAside = 1000;
/** Each keeps 5 KB or so. */
const mostParked = 5000;
/** What takes this many times as long as those that answer is waited for by the way. */
const timesUsual = 6;
const unknownUsualMs = 150;

/**
 * Works on each of `source`, a few at a time. Whoever keeps us waiting (a server that takes connections and says nothing, a host
 * that is gone) is moved aside and another begins in its place, so that they cost one timeout all together and not one each.
 * What is slow is told by those that answered so far: on a machine that is short of processors everything takes longer, and
 * beginning more at once would make that worse. `work` resolves to whether the other side answered, and how long that took tells of others; it
 * must not reject.
 */
export async function inLanes<Item>(
  source: AsyncIterator<Item>,
  { concurrency, signal, patienceMs = leastPatienceMs, mostAside = usualAside, parked = () => 0 }: Lanes,
  work: (item: Item) => Promise<boolean>,
): Promise<void> {
  const aside = new Set<Promise<void>>();
  let usualMs = unknownUsualMs;
  let room = Promise.withResolvers<void>();

  async function lane(): Promise<void> {
    while (!signal.aborted) {
      const next = await source.next();
      if (next.done === true) return;
      const done = timed(next.value);
      const isSlow = await outlasts(done, Math.max(patienceMs, timesUsual * usualMs));
      if (isSlow) await moveAside(done);
    }
  }

  async function timed(item: Item): Promise<void> {
    const begun = performance.now();
    const answered = await work(item);
    if (answered) usualMs += (performance.now() - begun - usualMs) / 16;
  }

  async function moveAside(done: Promise<void>): Promise<void> {
    let over = false;
    const ends = done.then(() => {
      over = true;
    });
    while (aside.size - Math.min(mostParked, parked()) >= mostAside && !over)
      await Promise.race([ends, room.promise]);
    if (over) return;
    aside.add(ends);
    void ends.finally(() => {
      aside.delete(ends);
      room.resolve();
      room = Promise.withResolvers<void>();
    });
  }

  // One source for all lanes: a generator queues their requests.
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, lane));
  await Promise.all(aside);
}

async function outlasts(done: Promise<void>, patienceMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, patienceMs, true);
  void done.then(() => resolve(false));
  const isSlow = await promise;
  clearTimeout(timer);
  return isSlow;
}
