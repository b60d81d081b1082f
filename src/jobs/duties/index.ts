import type { Duty } from '../duty.ts';
import { alarmsDuty } from './alarms.ts';
import { canaryDuty } from './canary.ts';
import { damageDuty } from './damage.ts';
import { digestDuty } from './digest.ts';
import { firstLookDuty } from './first-look.ts';
import { followDuty } from './follow.ts';
import { heartbeatDuty } from './heartbeat.ts';
import { historyDuty } from './history.ts';
import { preflightDuty } from './preflight.ts';
import { questionsDuty } from './questions.ts';
import { recheckDuty } from './recheck.ts';
import { sweepDuty } from './sweep.ts';
import { watchFileDuty } from './watch-file.ts';

/** One line per duty. */
export const duties: readonly Duty[] = [
  sweepDuty,
  alarmsDuty,
  digestDuty,
  followDuty,
  recheckDuty,
  historyDuty,
  damageDuty,
  watchFileDuty,
  firstLookDuty,
  canaryDuty,
  heartbeatDuty,
  preflightDuty,
  questionsDuty,
];
