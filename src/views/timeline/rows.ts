import { dayText, weekdayText } from './days.ts';
import { fitText } from './fit-text.ts';
import { colors, sizes, xOf } from './look.ts';
import { line, shape, words } from './svg.ts';
import type { Timeline, TimelineRow } from './timeline.ts';

const height = 12;
const nameSize = 13;

/** The next to end by name: how long each has left, and which part of that is for renewal. */
export function namedBars({ rows, days, today }: Timeline): readonly string[] {
  return rows.flatMap((row, index) => bar(row, sizes.rows + index * sizes.row, days.length, today));
}

function bar(row: TimelineRow, top: number, days: number, today: number): readonly string[] {
  const base = top + height - 2;
  const name = words(fitText(row.name, nameSize, sizes.left - sizes.margin - 14), {
    x: sizes.left - 12,
    y: base,
    'font-size': nameSize,
    'text-anchor': 'end',
    fill: colors.ink,
  });
  return [name, ...stretches(row, top, days), ...ending(row, base, days, today)];
}

/** Of the time left: before renewal is due, from then on, and once it is overdue. */
function stretches({ state, due, overdue, end }: TimelineRow, top: number, days: number): readonly string[] {
  const past = state === 'expired' || end < 0;
  // Today's own day still counts, however little of it is left.
  const stop = past ? 0.7 : Math.max(end + 0.5, 0.7);
  const stretch = (from: number, to: number, fill: string) => {
    const x = xOf(from, days);
    const width = xOf(to, days) - x;
    return width <= 0 ? [] : [shape('rect', { x, y: top, width, height, rx: 2, fill })];
  };
  if (past) return stretch(0, stop, colors.overdue);
  const lateFrom = state === 'critical' || state === 'overdue' ? 0 : Math.min(overdue, stop);
  const dueFrom = Math.min(due, lateFrom);
  return [
    ...stretch(0, dueFrom, colors.left),
    ...stretch(Math.max(0, dueFrom), lateFrom, state === 'due' ? colors.due : colors.dueLater),
    ...stretch(Math.max(0, lateFrom), stop, lateFrom === 0 ? colors.overdue : colors.overdueLater),
  ];
}

function ending({ state, end }: TimelineRow, y: number, days: number, today: number): readonly string[] {
  const x = sizes.right + 10;
  const plain = { x, y, 'font-size': 12, fill: colors.faint };
  if (end >= days) return [words(weekdayText(today + end), plain)];
  switch (state) {
    case 'ok':
    case 'due':
      return [words(weekdayText(today + end), plain)];
    case 'overdue':
    case 'critical':
    case 'expired':
      return [
        line(
          [
            [dayText(today + end), { 'font-weight': 600 }],
            [state === 'expired' ? 'ended' : state, { dx: 5 }],
          ],
          { ...plain, fill: colors.overdue },
        ),
      ];
  }
}
