import type { Verdict } from '../../core/diagnosis.ts';
import type { Tone } from '../../core/message.ts';

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  healthy: 'good',
  degraded: 'warning',
  broken: 'bad',
  unknown: 'unknown',
};
