import { dayText, weekdayText } from './days.ts';
import { fitText } from './fit-text.ts';
import { colors, type Layout, xOf } from './look.ts';
import { group, line, mark, shape, words } from './svg.ts';
import type { Timeline, TimelineRow } from './timeline.ts';
import { rowWords } from './words.ts';

const height = 12;
const nameSize = 13;
/** What ends on one day of many is still to be seen. */
const leastWidth = 2.5;

/** The next to end by name: how long each has left, and which part of that is for renewal. */
export function namedBars(timeline: Timeline, layout: Layout): readonly string[] {
  const { rows, today } = timeline;
  const drawn = rows.map((row, index) => {
    const top = layout.rows + index * layout.row;
    const parts = bar(row, top, timeline, layout);
    return layout.page === null ? parts.join('') : reached(row, top, parts, today, layout);
  });
  if (layout.page === null || drawn.length === 0) return drawn;
  return [group({ role: 'list', 'aria-label': 'Certificates, the first to end first' }, drawn)];
}

/** The whole line can be hit, and shows that it has the focus. */
function reached(
  row: TimelineRow,
  top: number,
  parts: readonly string[],
  today: number,
  layout: Layout,
): string {
  const isAbove = layout.names === 'above';
  const lift = isAbove ? 26 : 7;
  const field = {
    class: 'timeline-field',
    x: 1,
    y: top - lift,
    width: layout.width - 2,
    height: layout.row - 1,
    rx: 5,
    fill: 'none',
    'pointer-events': 'all',
  };
  const id = `mark-${layout.page?.name}-${(row.href ?? row.name).replace(/[^A-Za-z0-9]+/g, '-').slice(0, 120)}`;
  const label = rowWords(row, today);
  return mark({ href: row.href, label }, { class: 'timeline-mark', id }, shape('rect', field), parts);
}

function bar(row: TimelineRow, top: number, timeline: Timeline, layout: Layout): readonly string[] {
  const base = top + height - 2;
  const isAbove = layout.names === 'above';
  const room = isAbove ? layout.right - layout.left - 110 : layout.left - layout.margin - 14;
  const place = isAbove
    ? { x: layout.left, y: top - 7, 'text-anchor': 'start' }
    : { x: layout.left - 12, y: base, 'text-anchor': 'end' };
  const name = words(fitText(row.name, nameSize, room), {
    class: 'timeline-ink',
    ...place,
    'font-size': nameSize,
    fill: colors.ink,
  });
  return [
    name,
    ...stretches(row, top, timeline, layout),
    ...(layout.page === null ? [] : sign(row, top, timeline, layout)),
    ...ending(row, isAbove ? top - 7 : base, timeline, layout),
  ];
}

/** Of the time left: before renewal is due, from then on, and once it is overdue. */
function stretches(
  { state, due, overdue, end }: TimelineRow,
  top: number,
  { from, days }: Timeline,
  layout: Layout,
): readonly string[] {
  const past = state === 'expired' || end < 0;
  const begin = past ? Math.max(end, from) : Math.max(0, from);
  // Today's own day still counts, however little of it is left.
  const stop = past ? begin + 0.7 : Math.max(end + 0.5, begin + 0.7);
  const stretch = (begun: number, ended: number, name: keyof typeof colors) => {
    const x = xOf(begun - from, days.length, layout);
    const wide = xOf(ended - from, days.length, layout) - x;
    if (wide <= 0) return [];
    const width = Math.max(leastWidth, wide);
    return [
      shape('rect', { class: `timeline-${name}`, x, y: top, width, height, rx: 2, fill: colors[name] }),
    ];
  };
  if (past) return stretch(begin, stop, 'overdue');
  const isLate = state === 'critical' || state === 'overdue';
  const lateFrom = isLate ? begin : Math.min(Math.max(overdue, begin), stop);
  const dueFrom = Math.min(due, lateFrom);
  return [
    ...stretch(begin, dueFrom, 'left'),
    ...stretch(Math.max(begin, dueFrom), lateFrom, state === 'due' ? 'due' : 'dueLater'),
    ...stretch(lateFrom, stop, isLate ? 'overdue' : 'overdueLater'),
  ];
}

/** A shape where it ends: what the colours say is said without them. */
function sign(
  { state, end }: TimelineRow,
  top: number,
  { from, days }: Timeline,
  layout: Layout,
): readonly string[] {
  const at = end < from ? 0.35 : end - from + 0.5;
  // Clear of the line of today.
  const x = Math.max(layout.left + 8, xOf(at, days.length, layout));
  const y = top + height / 2;
  const look = { class: `timeline-sign timeline-sign-${state}`, fill: colors.ink, stroke: colors.ground };
  const path = (d: string) => [shape('path', { ...look, d, 'stroke-width': 1.5 })];
  switch (state) {
    case 'ok':
      return [shape('circle', { ...look, cx: x, cy: y, r: 4, 'stroke-width': 1.5 })];
    case 'due':
      return path(`M${x} ${y - 5}l5 9h-10z`);
    case 'overdue':
      return path(`M${x} ${y - 6}l6 6-6 6-6-6z`);
    case 'critical':
      return path(`M${x - 5} ${y - 5}h10v10h-10z`);
    case 'expired':
      return path(`M${x - 5} ${y - 3}l2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z`);
  }
}

function ending(
  { state, end }: TimelineRow,
  y: number,
  { today, from, days }: Timeline,
  layout: Layout,
): readonly string[] {
  const isAbove = layout.names === 'above';
  const place = isAbove ? { x: layout.right, 'text-anchor': 'end' } : { x: layout.right + 10 };
  const plain = { class: 'timeline-faint', ...place, y, 'font-size': 12, fill: colors.faint };
  if (end >= from + days.length) return [words(weekdayText(today + end), plain)];
  switch (state) {
    case 'ok':
      return [words(weekdayText(today + end), plain)];
    case 'due':
      return [words(`${weekdayText(today + end)}${layout.page === null ? '' : ' due'}`, plain)];
    case 'overdue':
    case 'critical':
    case 'expired':
      return [
        line(
          [
            [dayText(today + end), { 'font-weight': 600 }],
            [state === 'expired' ? 'ended' : state, { dx: 5 }],
          ],
          { ...plain, class: 'timeline-late', fill: colors.overdue },
        ),
      ];
  }
}
