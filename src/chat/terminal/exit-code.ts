import type { Verdict } from '../../core/diagnosis.ts';
import { isDiagnosis } from '../../core/diagnosis-json.ts';
import type { Message, Tone } from '../../core/message.ts';

/** As monitoring plugins have it: OK, WARNING, CRITICAL, UNKNOWN. Usage errors are UNKNOWN too. */
export const exitCodes = { healthy: 0, degraded: 1, broken: 2, unknown: 3 } as const satisfies Record<
  Verdict,
  number
>;

/** 128 + SIGINT. */
export const interruptedCode = 130;

const verdictOfTone: Readonly<Record<Tone, Verdict>> = {
  good: 'healthy',
  neutral: 'healthy',
  warning: 'degraded',
  bad: 'broken',
  unknown: 'unknown',
};

export function exitCodeOf(message: Message): number {
  const { record, tone } = message;
  return exitCodes[isDiagnosis(record) ? record.verdict : verdictOfTone[tone]];
}
