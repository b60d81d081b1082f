import { answerOthers } from '../../services/processes/answer-others.ts';
import type { Duty } from '../duty.ts';

/** What other vantages ask this one. */
export const questionsDuty: Duty = {
  name: 'questions',
  role: 'worker',
  longestSleepMs: 30_000,
  work: answerOthers,
};
