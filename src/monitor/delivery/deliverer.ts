import { type Round, startRound } from '../timing/round.ts';
import { type Delivery, deliverDue } from './deliver.ts';

/** Other processes queue without poking this one. */
const longestSleepMs = 5000;

/** Delivers whatever is due, for as long as the process lives. Poke it when something was queued. */
export function startDeliverer(delivery: Omit<Delivery, 'signal'>): Round {
  const { store, sendTo, now, log } = delivery;
  return startRound({
    name: 'delivery',
    log,
    now,
    longestSleepMs,
    async work(signal) {
      await deliverDue({ ...delivery, signal });
      return store.outbox.nextDue([...sendTo.keys()]);
    },
  });
}
