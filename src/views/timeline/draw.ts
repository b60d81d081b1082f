import { dayText } from './days.ts';
import { histogram, weekends } from './histogram.ts';
import { colors, type Layout, picture, xOf } from './look.ts';
import { namedBars } from './rows.ts';
import { drawing, interactive, numberText, shape, words } from './svg.ts';
import type { Timeline } from './timeline.ts';
import { timelineWords } from './words.ts';

/** The picture as SVG, in the project's own font. The same timeline gives the same text. */
export function timelineSvg(timeline: Timeline): string {
  const { bottom, parts } = drawn(timeline, picture);
  const height = bottom + 44;
  const { width } = picture;
  const ground = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 12 };
  return drawing(width, height, [
    shape('rect', { ...ground, fill: colors.ground, stroke: colors.edge }),
    ...headline(timeline, picture),
    ...parts,
    ...legend(timeline, picture, height - 18),
  ]);
}

/** The same for a page that holds the drawing itself: marks to reach and follow, and colours that the page may change. */
export function timelinePart(timeline: Timeline, layout: Layout): string {
  const { bottom, parts } = drawn(timeline, layout);
  const height = bottom + 34;
  const attributes = {
    class: `timeline-svg ${layout.page?.name ?? ''}`,
    'aria-label': timelineWords(timeline),
  };
  return interactive(layout.width, height, attributes, [...parts, ...legend(timeline, layout, height - 8)]);
}

function drawn(timeline: Timeline, layout: Layout): { bottom: number; parts: readonly string[] } {
  const { rows } = timeline;
  const bottom = rows.length === 0 ? layout.axis + layout.down + 34 : layout.rows + rows.length * layout.row;
  return {
    bottom,
    parts: [
      ...weekends(timeline, layout, bottom - 4),
      ...histogram(timeline, layout),
      ...namedBars(timeline, layout),
      ...now(timeline, layout, bottom - 4),
    ],
  };
}

function headline({ today, days, certificates, expired }: Timeline, sizes: Layout): readonly string[] {
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

function now({ from, days }: Timeline, layout: Layout, bottom: number): readonly string[] {
  if (from > 0 || -from >= days.length) return [];
  const x = xOf(-from, days.length, layout);
  const top = layout.axis - layout.up - 16;
  const isLeft = x - layout.margin < 44;
  const side = isLeft ? { x: x + 5, 'text-anchor': 'start' } : { x: x - 6, 'text-anchor': 'end' };
  return [
    shape('line', {
      class: 'timeline-now',
      x1: x,
      x2: x,
      y1: top,
      y2: bottom,
      stroke: colors.ink,
      'stroke-width': 1.5,
    }),
    words('today', { class: 'timeline-ink', ...side, y: top + 9, 'font-size': 12, fill: colors.ink }),
  ];
}

function legend({ rows, more }: Timeline, layout: Layout, y: number): readonly string[] {
  const keys = [
    ...(rows.length === 0
      ? []
      : [
          { text: 'time left', name: 'left', fill: colors.left, width: 86 },
          { text: 'renewal due', name: 'due', fill: colors.due, width: 106 },
          { text: 'overdue', name: 'overdue', fill: colors.overdue, width: 84 },
        ]),
    ...(layout.names === 'above'
      ? []
      : [{ text: 'weekend', name: 'weekend-key', fill: colors.weekendKey, width: 80 }]),
  ];
  let x: number = layout.left;
  const drawn = keys.flatMap(({ text, name, fill, width }) => {
    const at = x;
    x += width;
    return [
      shape('rect', { class: `timeline-${name}`, x: at, y: y - 9, width: 10, height: 10, rx: 2, fill }),
      words(text, { class: 'timeline-faint', x: at + 16, y, 'font-size': 12, fill: colors.faint }),
    ];
  });
  // A page says in its own words what is not named.
  if (layout.page !== null) return drawn;
  const left = { x: layout.margin, y, 'font-size': 13, fill: colors.faint };
  if (rows.length === 0) return [words('None ends in these days.', left), ...drawn];
  return more === 0 ? drawn : [words(`and ${numberText(more)} more end`, left), ...drawn];
}
