import { onlyFromWords, outcomeOf } from './agreement.ts';
import type { Condition } from './condition.ts';

/** Whether it waits for a second vantage to see it, too, and one was there that does not. */
export function isDisputed({ agreement, bad, confirmedAt }: Condition): boolean {
  return agreement !== undefined && bad > 0 && confirmedAt === null && outcomeOf(agreement) === 'disputed';
}

/** What waits for agreement, each in a few words: "from eu-1 only: nothing listens on port 443". */
export function disputedWords(conditions: readonly Condition[]): readonly string[] {
  return conditions.flatMap((condition) =>
    condition.agreement !== undefined && isDisputed(condition)
      ? [`${onlyFromWords(condition.agreement)}: ${condition.cause.title}`]
      : [],
  );
}
