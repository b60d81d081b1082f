import { type DayOfPast, judgedMs } from '../../core/past/availability.ts';
import { addSpent, nothingSpent, type Spent } from '../../core/past/look-run.ts';

/** More marks than this no line holds; then each stands for a week. */
const mostMarks = 92;

/** A line with one mark for each day, or for each week. */
export function marksOf(days: readonly DayOfPast[]): {
  readonly line: string;
  readonly each: 'day' | 'week';
} {
  if (days.length <= mostMarks) return { line: days.map(({ spent }) => markOf(spent)).join(''), each: 'day' };
  const weeks: Spent[] = [];
  for (let from = 0; from < days.length; from += 7) {
    weeks.push(days.slice(from, from + 7).reduce((sum, { spent }) => addSpent(sum, spent), nothingSpent));
  }
  return { line: weeks.map(markOf).join(''), each: 'week' };
}

export const legend =
  '█ up all the time, ▇ ▅ ▃ ▁ down for under 0.1 %, 1 %, 10 % or more of it, · not judged';

function markOf(spent: Spent): string {
  const judged = judgedMs(spent);
  if (judged === 0) return '·';
  const share = spent.broken / judged;
  if (share === 0) return '█';
  if (share < 0.001) return '▇';
  if (share < 0.01) return '▅';
  return share < 0.1 ? '▃' : '▁';
}
