import { dayText } from './days.ts';
import { histogram, weekends } from './histogram.ts';
import { colors, sizes, xOf } from './look.ts';
import { namedBars } from './rows.ts';
import { drawing, numberText, shape, words } from './svg.ts';
import type { Timeline } from './timeline.ts';

/** The picture as SVG, in the project's own font. The same timeline gives the same text. */
export function timelineSvg(timeline: Timeline): string {
  const { rows } = timeline;
  const bottom = rows.length === 0 ? sizes.axis + sizes.down + 34 : sizes.rows + rows.length * sizes.row;
  const height = bottom + 44;
  return drawing(sizes.width, height, [
    shape('rect', {
      x: 0.5,
      y: 0.5,
      width: sizes.width - 1,
      height: height - 1,
      rx: 12,
      fill: colors.ground,
      stroke: colors.edge,
    }),
    ...headline(timeline),
    ...weekends(timeline, bottom - 4),
    ...histogram(timeline),
    ...namedBars(timeline),
    ...now(bottom - 4),
    ...legend(timeline, height - 18),
  ]);
}

function headline({ today, days, certificates, expired }: Timeline): readonly string[] {
  const span = `${dayText(today)} to ${dayText(today + days.length - 1)}`;
  const count = `${numberText(certificates)} certificate${certificates === 1 ? '' : 's'}, ${span}`;
  const parts = [
    words(`Next ${days.length} days`, {
      x: sizes.margin,
      y: 40,
      'font-size': 20,
      'font-weight': 600,
      fill: colors.ink,
    }),
    words(count, { x: sizes.margin, y: 61, 'font-size': 13, fill: colors.faint }),
  ];
  if (expired === 0) return parts;
  const alarm = words(`${expired} expired`, {
    x: sizes.width - sizes.margin,
    y: 40,
    'font-size': 18,
    'font-weight': 600,
    'text-anchor': 'end',
    fill: colors.overdue,
  });
  return [...parts, alarm];
}

function now(bottom: number): readonly string[] {
  const x = xOf(0, 1);
  const top = sizes.axis - sizes.up - 16;
  return [
    shape('line', { x1: x, x2: x, y1: top, y2: bottom, stroke: colors.ink, 'stroke-width': 1.5 }),
    words('today', { x: x - 6, y: top + 9, 'font-size': 12, 'text-anchor': 'end', fill: colors.ink }),
  ];
}

function legend({ rows, more }: Timeline, y: number): readonly string[] {
  const keys = [
    ...(rows.length === 0
      ? []
      : [
          { text: 'time left', fill: colors.left, width: 86 },
          { text: 'renewal due', fill: colors.due, width: 106 },
          { text: 'overdue', fill: colors.overdue, width: 84 },
        ]),
    { text: 'weekend', fill: colors.weekendKey, width: 80 },
  ];
  let x: number = sizes.left;
  const drawn = keys.flatMap(({ text, fill, width }) => {
    const at = x;
    x += width;
    return [
      shape('rect', { x: at, y: y - 9, width: 10, height: 10, rx: 2, fill }),
      words(text, { x: at + 16, y, 'font-size': 12, fill: colors.faint }),
    ];
  });
  const left = { x: sizes.margin, y, 'font-size': 13, fill: colors.faint };
  if (rows.length === 0) return [words('None ends in these days.', left), ...drawn];
  return more === 0 ? drawn : [words(`and ${numberText(more)} more end`, left), ...drawn];
}
