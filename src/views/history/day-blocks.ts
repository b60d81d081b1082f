import { type Block, note, text } from '../../core/message.ts';
import { type DayOfPast, judgedMs, upMs } from '../../core/past/availability.ts';
import { startOfDay } from '../../core/past/day-totals.ts';
import { percentText } from '../../core/past/objective.ts';
import { lengthText } from '../../core/text/duration.ts';
import { dayText } from '../../core/text/utc-text.ts';
import { legend, marksOf } from './marks.ts';

const mostDays = 10;

/** A mark for each day, and in numbers those that were not all well, the newest first. */
export function dayBlocks(days: readonly DayOfPast[]): readonly Block[] {
  const { line, each } = marksOf(days);
  const first = days[0];
  if (first === undefined) return [];
  const bad = days.filter(({ spent }) => spent.broken > 0).toReversed();
  const rows = bad
    .slice(0, mostDays)
    .map(({ day, spent, unseenMs }) => [
      dayText(startOfDay(day)),
      percentText(upMs(spent), judgedMs(spent), 3),
      lengthText(spent.broken),
      spent.unknown + unseenMs === 0 ? '' : lengthText(spent.unknown + unseenMs),
    ]);
  const more = bad.length - rows.length;
  return [
    { kind: 'code', text: line },
    note(text(`One mark for each ${each} of UTC: ${legend}`)),
    ...(rows.length === 0
      ? []
      : [{ kind: 'table', columns: ['day (UTC)', 'up', 'down', 'not judged'], rows } as const]),
    ...(more > 0 ? [note(text(`${more} more days with a failure are not shown here.`))] : []),
  ];
}
