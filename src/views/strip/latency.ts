import { shape, words } from '../timeline/svg.ts';
import { xOf } from './bars.ts';
import { colors, sizes } from './look.ts';
import { msWords } from './ms-words.ts';
import { rounded } from './rounded.ts';
import type { Strip, StripPart } from './strip.ts';

type Measured = StripPart & { readonly latency: NonNullable<StripPart['latency']> };

/** The median as a line, up to the 95th percentile a band over it; a day that was not measured is a gap. */
export function latencyPanel({ parts, timed }: Strip): readonly string[] {
  const most = Math.max(...parts.map(({ latency }) => latency?.highMs ?? 0));
  const top = niceTop(most);
  const count = parts.length;
  const middle = (at: number) => xOf(at + 0.5, count);
  return [
    words(`${timed}: median, and 95 % of the looks`, {
      class: 'strip-ink',
      x: sizes.margin,
      y: sizes.latencyTop - 14,
      'font-size': 13,
      'font-weight': 600,
      fill: colors.ink,
    }),
    ...[0, 0.5, 1].flatMap((share) => scale(share * top, yOf(share * top, top))),
    ...stretches(parts).flatMap((stretch) => {
      const points = stretch.map(({ at, part }) => ({ x: middle(at), ...part.latency }));
      const path = (from: 'medianMs' | 'leastMs' | 'highMs') =>
        points.map((point) => `${rounded(point.x)} ${rounded(yOf(point[from], top))}`);
      if (points.length === 1) return points.flatMap((point) => single(point, top));
      const band = `M${path('highMs').join('L')}L${path('leastMs').toReversed().join('L')}Z`;
      return [
        shape('path', { class: 'strip-spread', d: band, fill: colors.spread }),
        shape('path', {
          class: 'strip-latency',
          d: `M${path('medianMs').join('L')}`,
          fill: 'none',
          stroke: colors.latency,
          'stroke-width': 2,
          'stroke-linejoin': 'round',
        }),
      ];
    }),
  ];
}

function single(
  point: { readonly x: number; readonly leastMs: number; readonly highMs: number; readonly medianMs: number },
  top: number,
) {
  const band = { x1: point.x, x2: point.x, y1: yOf(point.highMs, top), y2: yOf(point.leastMs, top) };
  return [
    shape('line', { class: 'strip-spread', ...band, stroke: colors.spread, 'stroke-width': 4 }),
    shape('circle', {
      class: 'strip-latency',
      cx: point.x,
      cy: yOf(point.medianMs, top),
      r: 2.5,
      fill: colors.latency,
    }),
  ];
}

function scale(ms: number, y: number): readonly string[] {
  return [
    shape('line', {
      class: 'strip-grid',
      x1: sizes.left,
      x2: sizes.right,
      y1: y,
      y2: y,
      stroke: colors.grid,
      'stroke-width': 1,
    }),
    words(msWords(ms), {
      class: 'strip-faint',
      x: sizes.left - 8,
      y: y + 4,
      'font-size': 11,
      'text-anchor': 'end',
      fill: colors.faint,
    }),
  ];
}

function yOf(ms: number, top: number): number {
  const share = Math.min(1, Math.max(0, ms / top));
  return sizes.latencyBottom - share * (sizes.latencyBottom - sizes.latencyTop);
}

/** A round number above, so that half of it is round as well. */
function niceTop(most: number): number {
  if (!(most > 0) || !Number.isFinite(most)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 3, 5].find((factor) => factor * power >= most) ?? 10) * power;
}

/** Parts in a row that were measured, with their places. */
function stretches(
  parts: readonly StripPart[],
): readonly (readonly { readonly at: number; readonly part: Measured }[])[] {
  const found: { readonly at: number; readonly part: Measured }[][] = [];
  for (const [at, part] of parts.entries()) {
    if (!isMeasured(part)) continue;
    const last = found.at(-1);
    if (last?.at(-1)?.at === at - 1) last.push({ at, part });
    else found.push([{ at, part }]);
  }
  return found;
}

function isMeasured(part: StripPart): part is Measured {
  return part.latency !== null;
}
