import { dayOf, startOfDay } from '../core/past/day-totals.ts';
import type { Store } from '../core/store/store.ts';
import { sweepSlot } from './timing/schedule.ts';

export type HistoryWork = {
  readonly store: Store;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Days that stay as they were seen, and that stay as totals. */
  readonly rawDays: number;
  readonly rollupDays: number;
  readonly auditDays: number;
};

const job = 'history';
const dayMs = 86_400_000;
const fewestAlarmDays = 100;
const detailDays = 30;
/** A process that died while at it is replaced when its turn is over. */
const turnMs = 5 * 60_000;
/** Holds the write lock for some 10 ms. */
const batchSize = 25;

/**
 * Once a day, turns looks that are old enough into totals of days and forgets what is too old, alarms and messages as well. Cut off anywhere, it goes on
 * where it was. Returns when the next is due.
 */
export async function keepHistory({
  store,
  now,
  signal,
  rawDays,
  rollupDays,
  auditDays,
}: HistoryWork): Promise<Date> {
  const slot = startOfDay(dayOf(now()));
  const next = new Date(slot.getTime() + dayMs);
  // One in the future is the work of a wrong clock, and no day that was done.
  if ((await store.slots.latest(job))?.getTime() === slot.getTime()) return next;
  if (!(await store.slots.claim(`${job}:turn`, sweepSlot(turnMs, now()), now()))) return next;
  const before = startOfDay(dayOf(slot) - rawDays);
  while (!signal.aborted && (await store.looks.rollUp(before, batchSize)) > 0);
  if (signal.aborted) return next;
  const keptDays = Math.max(rawDays, rollupDays);
  await store.looks.prune(startOfDay(dayOf(slot) - keptDays));
  // An alarm that is forgotten would be raised anew if its certificate came back.
  const over = startOfDay(dayOf(slot) - Math.max(keptDays, fewestAlarmDays));
  await store.incidents.prune(over);
  await store.outbox.prune(over);
  await store.details.prune(new Date(now().getTime() - detailDays * dayMs));
  await store.audit.prune(startOfDay(dayOf(slot) - auditDays));
  // Only now is the day done.
  await store.slots.claim(job, slot, now());
  return next;
}
