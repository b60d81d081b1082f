import { lengthText } from '../../core/text/duration.ts';
import { dayText } from '../timeline/days.ts';
import { fitText, textWidth } from '../timeline/fit-text.ts';
import { drawing, shape, words } from '../timeline/svg.ts';
import { bars, xOf } from './bars.ts';
import { latencyPanel } from './latency.ts';
import { colors, sizes } from './look.ts';
import type { Strip } from './strip.ts';
import { spanText, stripWords } from './words.ts';

const dayMs = 86_400_000;

/**
 * How much of each day an endpoint was up, and how long its connections took, as SVG in the project's own font: presentation
 * attributes and classes only, so that a page with a strict policy may hold it. The same strip gives the same text.
 */
export function stripSvg(strip: Strip): string {
  const bottom = strip.latency !== null ? sizes.latencyBottom : sizes.bottom + 24;
  const height = bottom + 40;
  const ground = { x: 0.5, y: 0.5, width: sizes.width - 1, height: height - 1, rx: 12 };
  return drawing(
    sizes.width,
    height,
    [
      shape('rect', { class: 'strip-ground', ...ground, fill: colors.ground, stroke: colors.edge }),
      ...headline(strip),
      ...bars(strip),
      ...dates(strip),
      ...(strip.latency !== null ? latencyPanel(strip) : []),
      ...legend(strip, height - 16),
    ],
    stripWords(strip),
  );
}

function headline(strip: Strip): readonly string[] {
  const { name, up, spent } = strip;
  const verdict = up === null ? 'not judged' : `${up} up`;
  const down = spent.broken === 0 ? (up === null ? '' : 'never down') : `${lengthText(spent.broken)} down`;
  const end = { x: sizes.right, 'text-anchor': 'end' };
  const room = sizes.right - sizes.margin - textWidth(verdict, 20) - 24;
  const faint = { class: 'strip-faint', 'font-size': 13, fill: colors.faint };
  const large = { class: 'strip-ink', y: 40, 'font-size': 20, 'font-weight': 600, fill: colors.ink };
  return [
    words(fitText(name, 20, room), { ...large, x: sizes.margin }),
    words(verdict, { ...large, ...end }),
    words(`${spanText(strip)}, UTC`, { ...faint, x: sizes.margin, y: 62 }),
    words(down, {
      ...faint,
      ...end,
      y: 62,
      ...(spent.broken > 0 ? { class: 'strip-down', fill: colors.down, 'font-weight': 600 } : {}),
    }),
  ];
}

/** The first bar, each Monday or first of a month where there is room, and the last bar. */
function dates({ parts, each }: Strip): readonly string[] {
  const y = sizes.bottom + 18;
  const look = { class: 'strip-faint', y, 'font-size': 12, fill: colors.faint };
  const dayAt = (at: number) => Math.floor((parts[at]?.from.getTime() ?? 0) / dayMs);
  const last = parts.length - 1;
  const lastLabel = dayText(dayAt(last));
  const lastLeft = sizes.right - textWidth(lastLabel, 12);
  const drawn: string[] = [words(lastLabel, { ...look, x: sizes.right, 'text-anchor': 'end' })];
  let free = 0;
  for (let at = 0; at < last; at += 1) {
    const label = dayText(dayAt(at));
    const x = xOf(at, parts.length);
    const right = x + textWidth(label, 12) + 16;
    if (x < free || right > lastLeft || !(at === 0 || isLandmark(at, dayAt(at), parts.length, each)))
      continue;
    drawn.push(words(label, { ...look, x }));
    free = right;
  }
  return drawn;
}

/** Mondays, every bar where there are few, every fourth week. 1970 began on a Thursday: day 4 was a Monday. */
function isLandmark(at: number, day: number, bars: number, each: Strip['each']): boolean {
  if (bars <= 14) return true;
  return each === 'week' ? at % 4 === 0 : (day - 4) % 7 === 0;
}

function legend({ each }: Strip, y: number): readonly string[] {
  const keys = [
    { text: 'up', fill: colors.up, name: 'strip-up', width: 50 },
    { text: 'degraded (striped)', fill: colors.degraded, name: 'strip-degraded', width: 142 },
    { text: 'down (marked)', fill: colors.down, name: 'strip-down', width: 118 },
    { text: 'not judged (open)', fill: null, name: 'strip-unjudged', width: 136 },
  ];
  let x: number = sizes.margin;
  const faint = { class: 'strip-faint', y, 'font-size': 12, fill: colors.faint };
  const drawn = keys.flatMap(({ text, fill, name, width }) => {
    const box = { class: name, x: x + 0.5, y: y - 8.5, width: 9, height: 9 };
    const at = x;
    x += width;
    const open = { fill: 'none', stroke: colors.unjudged, 'stroke-dasharray': '2 2' };
    return [
      shape('rect', { ...box, ...(fill === null ? open : { fill }) }),
      words(text, { ...faint, x: at + 16 }),
    ];
  });
  const one = words(`one bar for each ${each}`, { ...faint, x: sizes.right, 'text-anchor': 'end' });
  return [...drawn, one];
}
