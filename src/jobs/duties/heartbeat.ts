import { followDelivery } from '../../monitor/digest/follow-delivery.ts';
import type { Duty } from '../duty.ts';

/** Apart from the digest: composing one takes as long as its slowest endpoint. */
export const heartbeatDuty: Duty = {
  name: 'heartbeat',
  role: 'scheduler',
  longestSleepMs: 10_000,
  work: ({ store, now, log, onQueued, services: { heartbeat } }, signal) =>
    followDelivery({ store, now, log, onQueued, signal, heartbeat }),
};
