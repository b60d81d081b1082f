import { type Availability, judgedMs, upMs } from './availability.ts';
import { budgetMs, type Objective, percentText } from './objective.ts';

/** What an objective allows of the time that was judged, and what of it is used up. */
export type ErrorBudget = {
  readonly judgedMs: number;
  readonly downMs: number;
  readonly allowedMs: number;
  /** "99.95 %" of the time that was judged; null: none was. */
  readonly availability: string | null;
  /** "50 %", from ten times on "12 times all of it"; null: nothing is allowed, or nothing was judged. */
  readonly used: string | null;
  readonly isSpent: boolean;
};

export function errorBudget({ spent }: Availability, objective: Objective): ErrorBudget {
  const judged = judgedMs(spent);
  const allowed = budgetMs(objective, judged);
  return {
    judgedMs: judged,
    downMs: spent.broken,
    allowedMs: allowed,
    availability: judged === 0 ? null : percentText(upMs(spent), judged, 4),
    used: allowed === 0 ? null : usedText(spent.broken, allowed),
    isSpent: spent.broken > allowed,
  };
}

/** Nobody reads 18839 %. */
function usedText(brokenMs: number, allowedMs: number): string {
  if (brokenMs < 10 * allowedMs) return percentText(brokenMs, allowedMs, 0);
  return `${Math.floor(brokenMs / allowedMs)} times all of it`;
}
