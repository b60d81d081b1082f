import { dayOfMonth, dayText, monthText } from './days.ts';
import { colors, type Layout, xOf } from './look.ts';
import { line, numberText, shape, words } from './svg.ts';
import type { Timeline, TimelineDay } from './timeline.ts';

/** A single certificate is a short bar, not one as high as the picture. */
const leastScale = 5;

/** How many end on each day, upward, and how many become due, downward. */
export function histogram(timeline: Timeline, sizes: Layout): readonly string[] {
  const { days, ends, dues } = timeline;
  return [
    ...months(timeline, sizes),
    ...bars(days, 'ends', -1, sizes),
    ...bars(days, 'dues', 1, sizes),
    shape('line', {
      class: 'timeline-axis',
      x1: sizes.left,
      x2: sizes.right,
      y1: sizes.axis,
      y2: sizes.axis,
      stroke: colors.faint,
      'stroke-width': 1,
    }),
    ...total(ends, ends === 1 ? 'ends' : 'end', 'ends', sizes),
    ...total(dues, dues === 1 ? 'becomes due' : 'become due', 'dues', sizes),
  ];
}

/** Weekends, from the top of the histogram to `bottom`. */
export function weekends({ days }: Timeline, sizes: Layout, bottom: number): readonly string[] {
  const top = sizes.axis - sizes.up - 14;
  return days.flatMap((day, index) =>
    day.isWeekend
      ? [
          shape('rect', {
            class: 'timeline-weekend',
            x: xOf(index, days.length, sizes),
            y: top,
            width: xOf(index + 1, days.length, sizes) - xOf(index, days.length, sizes),
            height: bottom - top,
            fill: colors.weekend,
          }),
        ]
      : [],
  );
}

/** `way` -1: upward. */
function bars(days: readonly TimelineDay[], what: 'ends' | 'dues', way: -1 | 1, sizes: Layout): string[] {
  const from = sizes.axis + way;
  const reach = way === -1 ? -sizes.up : sizes.down;
  const most = Math.max(...days.map((day) => day[what]));
  const scale = Math.abs(reach) / Math.max(leastScale, most);
  const peak = days.findIndex((day) => day[what] === most);
  return days.flatMap((day, index) => {
    if (day[what] === 0) return [];
    const height = Math.max(2.5, day[what] * scale);
    const x = xOf(index, days.length, sizes);
    const width = xOf(index + 1, days.length, sizes) - x;
    const bar = shape('rect', {
      class: `timeline-${what}`,
      x: x + 0.4,
      y: reach < 0 ? from - height : from,
      width: Math.max(0.8, width - 0.8),
      height,
      rx: 1,
      fill: colors[what],
    });
    if (index !== peak || most === 1) return [bar];
    const label = words(String(most), {
      class: `timeline-${what} timeline-haloed`,
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
function total(count: number, what: string, name: 'ends' | 'dues', sizes: Layout): readonly string[] {
  const beside = { x: sizes.margin, y: name === 'ends' ? sizes.axis - 22 : sizes.axis + 28 };
  const above = { x: name === 'ends' ? sizes.margin : sizes.margin + 120, y: 18 };
  const { x, y } = sizes.names === 'beside' ? beside : above;
  const box = { x, y: y - 10, width: 10, height: 10, rx: 2, fill: colors[name] };
  return [
    shape('rect', { class: `timeline-${name}`, ...box }),
    line(
      [
        [numberText(count), { class: 'timeline-ink', 'font-size': 20, 'font-weight': 600, fill: colors.ink }],
        [what, { class: 'timeline-faint', 'font-size': 14, fill: colors.faint, dx: 6 }],
      ],
      { x: x + 18, y },
    ),
  ];
}

function months({ today, from, days }: Timeline, sizes: Layout): readonly string[] {
  const first = today + from;
  const y = sizes.axis + sizes.down + 28;
  const firsts = days.flatMap((_, index) => (dayOfMonth(first + index) === 1 ? [index] : []));
  // Two labels need room side by side.
  const room = ((firsts[0] ?? days.length) * (sizes.right - sizes.left)) / days.length;
  const start = room > 47 ? [label(dayText(first), xOf(0, days.length, sizes), y)] : [];
  const monthWidth = (30 * (sizes.right - sizes.left)) / days.length;
  const monthOf = (index: number) => new Date((first + index) * 86_400_000).getUTCMonth();
  return [
    ...start,
    ...firsts.flatMap((index) => {
      const x = xOf(index, days.length, sizes);
      const tick = {
        class: 'timeline-grid',
        x1: x,
        x2: x,
        y1: sizes.axis - 3,
        y2: y - 13,
        stroke: colors.grid,
        'stroke-width': 1,
      };
      return sizes.right - x < 26 || (monthWidth < 30 && monthOf(index) % 3 !== 0)
        ? [shape('line', tick)]
        : [shape('line', tick), label(monthText(first + index), x, y)];
    }),
  ];
}

function label(text: string, x: number, y: number): string {
  return words(text, { class: 'timeline-faint', x: x + 1, y, 'font-size': 12, fill: colors.faint });
}
