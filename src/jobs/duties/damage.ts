import { tellDamage } from '../../monitor/tell-damage.ts';
import type { Duty } from '../duty.ts';

export const damageDuty: Duty = {
  name: 'damage',
  role: 'scheduler',
  longestSleepMs: 10 * 60_000,
  work: ({ store, now, log }) => tellDamage({ store, now, log }),
};
