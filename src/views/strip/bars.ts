import { judgedMs } from '../../core/past/availability.ts';
import { shape, told } from '../timeline/svg.ts';
import { colors, sizes } from './look.ts';
import { rounded } from './rounded.ts';
import type { Strip, StripPart } from './strip.ts';
import { partWords } from './words.ts';

/** A minute of a day would be a twentieth of a unit: whatever happened is this high at least. */
const least = 6;
const height = sizes.bottom - sizes.top;

export function xOf(at: number, count: number): number {
  return sizes.left + (at * (sizes.right - sizes.left)) / count;
}

/**
 * One bar for each part, from the bottom: up, degraded (striped), down, and open at the top for what nobody knows. A mark
 * above it says that it was down, so that no colour has to.
 */
export function bars({ parts }: Strip): readonly string[] {
  return parts.map((part, at) => {
    const x = xOf(at, parts.length);
    const width = xOf(at + 1, parts.length) - x;
    const gap = Math.min(2, width * 0.2);
    return told(bar(part, x + gap / 2, width - gap), partWords(part));
  });
}

function bar(part: StripPart, x: number, width: number): readonly string[] {
  const { spent, unseenMs } = part;
  const shares = heights([spent.degraded, spent.broken, spent.unknown + unseenMs], judgedMs(spent));
  const [degraded = 0, down = 0, open = 0] = shares;
  const up = height - degraded - down - open;
  const openTop = sizes.top;
  const downTop = openTop + open;
  const degradedTop = downTop + down;
  const upTop = degradedTop + degraded;
  return [
    ...(open === 0 ? [] : [hollow(x, openTop, width, open)]),
    ...(down === 0 ? [] : [block(x, downTop, width, down, colors.down, 'strip-down'), mark(x + width / 2)]),
    ...(degraded === 0
      ? []
      : [
          block(x, degradedTop, width, degraded, colors.degraded, 'strip-degraded'),
          ...stripes(x, degradedTop, width, degraded),
        ]),
    ...(up <= 0 ? [] : [block(x, upTop, width, up, colors.up, 'strip-up')]),
  ];
}

/** Shares of the height; none that is there is too small to see, and all that is left is up. */
function heights(parts: readonly number[], judged: number): readonly number[] {
  const unknown = parts[2] ?? 0;
  const all = judged + unknown;
  if (all <= 0) return [0, 0, height];
  const wanted = parts.map((ms) => (ms <= 0 ? 0 : Math.max(least, (ms / all) * height)));
  const sum = wanted.reduce((total, one) => total + one, 0);
  return sum <= height ? wanted : wanted.map((one) => (one * height) / sum);
}

function block(x: number, y: number, width: number, tall: number, fill: string, name: string): string {
  return shape('rect', { class: name, x, y, width, height: tall, fill });
}

function hollow(x: number, y: number, width: number, tall: number): string {
  return shape('rect', {
    class: 'strip-unjudged',
    x: x + 0.5,
    y: y + 0.5,
    width: Math.max(0.5, width - 1),
    height: Math.max(0.5, tall - 1),
    fill: 'none',
    stroke: colors.unjudged,
    'stroke-width': 1,
    'stroke-dasharray': '2 2',
  });
}

function stripes(x: number, y: number, width: number, tall: number): readonly string[] {
  const lines: string[] = [];
  for (let at = y + 2; at < y + tall; at += 4) {
    const ends = { x1: x, x2: x + width, y1: at, y2: at };
    lines.push(shape('line', { class: 'strip-stripe', ...ends, stroke: colors.ground, 'stroke-width': 1.4 }));
  }
  return lines;
}

/** A triangle that points down. */
function mark(x: number): string {
  const y = sizes.top - 4;
  return shape('path', {
    class: 'strip-down',
    d: `M${rounded(x - 4)} ${y - 6}H${rounded(x + 4)}L${rounded(x)} ${y}Z`,
    fill: colors.down,
  });
}
