import { dayOfMonth, dayText, monthText } from './days.ts';
import { colors, sizes, xOf } from './look.ts';
import { line, numberText, shape, words } from './svg.ts';
import type { Timeline, TimelineDay } from './timeline.ts';

/** A single certificate is a short bar, not one as high as the picture. */
const leastScale = 5;

/** How many end on each day, upward, and how many become due, downward. */
export function histogram(timeline: Timeline): readonly string[] {
  const { days, ends, dues } = timeline;
  return [
    ...months(timeline),
    ...bars(days, 'ends', sizes.axis - 1, -sizes.up),
    ...bars(days, 'dues', sizes.axis + 1, sizes.down),
    shape('line', {
      x1: sizes.left,
      x2: sizes.right,
      y1: sizes.axis,
      y2: sizes.axis,
      stroke: colors.faint,
      'stroke-width': 1,
    }),
    ...total(ends, ends === 1 ? 'ends' : 'end', colors.ends, sizes.axis - 22),
    ...total(dues, dues === 1 ? 'becomes due' : 'become due', colors.dues, sizes.axis + 28),
  ];
}

/** Weekends, from the top of the histogram to `bottom`. */
export function weekends({ days }: Timeline, bottom: number): readonly string[] {
  const top = sizes.axis - sizes.up - 14;
  return days.flatMap((day, index) =>
    day.isWeekend
      ? [
          shape('rect', {
            x: xOf(index, days.length),
            y: top,
            width: xOf(index + 1, days.length) - xOf(index, days.length),
            height: bottom - top,
            fill: colors.weekend,
          }),
        ]
      : [],
  );
}

function bars(days: readonly TimelineDay[], what: 'ends' | 'dues', from: number, reach: number): string[] {
  const most = Math.max(...days.map((day) => day[what]));
  const scale = Math.abs(reach) / Math.max(leastScale, most);
  const peak = days.findIndex((day) => day[what] === most);
  return days.flatMap((day, index) => {
    if (day[what] === 0) return [];
    const height = Math.max(2.5, day[what] * scale);
    const x = xOf(index, days.length);
    const width = xOf(index + 1, days.length) - x;
    const bar = shape('rect', {
      x: x + 0.4,
      y: reach < 0 ? from - height : from,
      width: width - 0.8,
      height,
      rx: 1,
      fill: colors[what],
    });
    if (index !== peak || most === 1) return [bar];
    const label = words(String(most), {
      // Not across the line of today.
      x: Math.max(x + width / 2, sizes.left + 9),
      y: reach < 0 ? from - height - 4 : from + height + 12,
      'font-size': 11,
      'font-weight': 600,
      'text-anchor': 'middle',
      fill: colors[what],
      // It may stand across the line of a month.
      stroke: colors.ground,
      'stroke-width': 4,
      'paint-order': 'stroke',
    });
    return [bar, label];
  });
}

/** The legend is what it counts. */
function total(count: number, what: string, fill: string, y: number): readonly string[] {
  const x = sizes.margin + 18;
  return [
    shape('rect', { x: sizes.margin, y: y - 10, width: 10, height: 10, rx: 2, fill }),
    line(
      [
        [numberText(count), { 'font-size': 20, 'font-weight': 600, fill: colors.ink }],
        [what, { 'font-size': 14, fill: colors.faint, dx: 6 }],
      ],
      { x, y },
    ),
  ];
}

function months({ today, days }: Timeline): readonly string[] {
  const y = sizes.axis + sizes.down + 28;
  const firsts = days.flatMap((_, index) => (dayOfMonth(today + index) === 1 ? [index] : []));
  // Two labels need room side by side.
  const start = (firsts[0] ?? days.length) > 11 ? [label(dayText(today), xOf(0, days.length), y)] : [];
  return [
    ...start,
    ...firsts.flatMap((index) => {
      const x = xOf(index, days.length);
      const tick = { x1: x, x2: x, y1: sizes.axis - 3, y2: y - 13, stroke: colors.grid, 'stroke-width': 1 };
      return days.length - index < 6
        ? [shape('line', tick)]
        : [shape('line', tick), label(monthText(today + index), x, y)];
    }),
  ];
}

function label(text: string, x: number, y: number): string {
  return words(text, { x: x + 1, y, 'font-size': 12, fill: colors.faint });
}
