import type { Duty } from '../duty.ts';
import { canaryDuty } from './canary.ts';
import { digestDuty } from './digest.ts';
import { followDuty } from './follow.ts';
import { historyDuty } from './history.ts';
import { recheckDuty } from './recheck.ts';
import { sweepDuty } from './sweep.ts';

/** One line per duty. */
export const duties: readonly Duty[] = [
  sweepDuty,
<<<<<<< HEAD
=======
  alarmsDuty,
>>>>>>> 93f06db (Raise one conversation per certificate and problem from every look, and what is due by time alone from a tick)
  digestDuty,
  followDuty,
  recheckDuty,
  historyDuty,
<<<<<<< HEAD
  canaryDuty,
=======
>>>>>>> 93f06db (Raise one conversation per certificate and problem from every look, and what is due by time alone from a tick)
];
