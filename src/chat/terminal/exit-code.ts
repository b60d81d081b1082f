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

/** Of many: what is certainly broken goes before what could not be looked at, as plugins that sum up others have it. */
export const worstFirst: readonly Verdict[] = ['broken', 'unknown', 'degraded', 'healthy'];

const verdictOfTone: Readonly<Record<Tone, Verdict>> = {
  good: 'healthy',
  neutral: 'healthy',
  warning: 'degraded',
  bad: 'broken',
  unknown: 'unknown',
};

export function verdictOf({ record, tone }: Message): Verdict {
  return isDiagnosis(record) ? record.verdict : verdictOfTone[tone];
}

export function exitCodeOf(message: Message): number {
  return exitCodes[verdictOf(message)];
}

/** The code of the worst of them; of none: unknown. */
export function worstCode(verdicts: Iterable<Verdict>): number {
  const seen = new Set(verdicts);
  return exitCodes[worstFirst.find((verdict) => seen.has(verdict)) ?? 'unknown'];
}
