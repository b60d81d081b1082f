import type { Verdict } from '../../../core/diagnosis.ts';
import type { Tone } from '../../../core/message.ts';
import { absoluteText, msText, relativeText } from '../../../core/text/time-text.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { clipColumns, columnsOf, padColumns } from '../columns.ts';
import { worstFirst } from '../exit-code.ts';
import { createLook } from '../look.ts';
import type { Seen } from './seen.ts';

/** What a row says of one target; small, so that thousands can be kept. */
export type Row = Pick<Seen, 'name' | 'verdict' | 'warnings' | 'cause' | 'ends' | 'elapsedMs'>;
export type TableSheet = {
  readonly colour: boolean;
  readonly width: number;
  readonly zone: string;
  readonly now: Date;
};

export function rowOf({ name, verdict, warnings, cause, ends, elapsedMs }: Seen): Row {
  return { name, verdict, warnings, cause, ends, elapsedMs };
}

/** The worst first, and of those alike what ends first; what has no end behind, by name. */
export function byWorst(one: Row, other: Row): number {
  const verdict = worstFirst.indexOf(one.verdict) - worstFirst.indexOf(other.verdict);
  if (verdict !== 0) return verdict;
  const warnings = Number(other.warnings > 0) - Number(one.warnings > 0);
  if (warnings !== 0) return warnings;
  const ends =
    (one.ends?.getTime() ?? Number.POSITIVE_INFINITY) - (other.ends?.getTime() ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(ends) || ends === 0 ? (one.name < other.name ? -1 : 1) : ends;
}

export function toneOf({ verdict, warnings }: Pick<Row, 'verdict' | 'warnings'>): Tone {
  switch (verdict) {
    case 'healthy':
      return warnings > 0 ? 'warning' : 'good';
    case 'degraded':
      return 'warning';
    case 'broken':
      return 'bad';
    case 'unknown':
      return 'unknown';
  }
}

const [gap, narrowestCause] = [2, 16];

/** Lines of a table that keeps to the width: the cause gives way first, then a target takes two lines. */
export function tableOfRows(rows: readonly Row[], sheet: TableSheet): readonly string[] {
  const look = createLook(sheet.colour);
  const cells = rows.map((row) => ({
    row,
    target: visibleLine(row.name),
    ends: row.ends === null ? '' : relativeText(row.ends, sheet.now),
    took: msText(row.elapsedMs),
    cause: visibleLine(row.cause ?? ''),
  }));
  const widthOf = (head: string, texts: readonly string[]) =>
    Math.max(columnsOf(head), ...texts.map(columnsOf));
  const target = widthOf(
    'target',
    cells.map((one) => one.target),
  );
  const state = widthOf(
    'state',
    rows.map(({ verdict }) => verdict),
  );
  const ends = widthOf(
    'ends',
    cells.map((one) => one.ends),
  );
  const took = widthOf(
    'took',
    cells.map((one) => one.took),
  );
  const beside = 2 + target + state + ends + took + gap * 4;
  const room = sheet.width - beside;
  const longest = Math.max(0, ...cells.map((one) => columnsOf(one.cause)));
  if (room < Math.min(narrowestCause, longest)) return cells.flatMap((one) => stacked(one, sheet, look));
  const between = ' '.repeat(gap);
  const cause = Math.min(room, Math.max('cause'.length, longest));
  const line = (texts: readonly string[], paint: (text: string) => string) => {
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = texts;
    const head = `${padColumns(first, target)}${between}`;
    const rest = [padColumns(third, cause), padColumns(fourth, ends), fifth.padStart(took)].join(between);
    return { head, state: paint(padColumns(second, state)), rest: `${between}${rest}`.trimEnd() };
  };
  const head = line(['target', 'state', 'cause', 'ends', 'took'], (text) => text);
  return [
    look.quiet(`  ${head.head}${head.state}${head.rest}`),
    ...cells.map((one) => {
      const { mark, paint } = look.tone(toneOf(one.row));
      const shown = line(
        [one.target, one.row.verdict, clipColumns(one.cause, cause), one.ends, one.took],
        paint,
      );
      return `${paint(mark)} ${shown.head}${shown.state}${shown.rest}`;
    }),
  ];
}

type Cells = {
  readonly row: Row;
  readonly target: string;
  readonly ends: string;
  readonly took: string;
  readonly cause: string;
};

function stacked(one: Cells, { width }: TableSheet, look: ReturnType<typeof createLook>): readonly string[] {
  const { mark, paint } = look.tone(toneOf(one.row));
  const facts = [one.row.verdict, ...(one.ends === '' ? [] : [`ends ${one.ends}`]), one.took].join(', ');
  const cause = one.cause === '' ? [] : [`  ${clipColumns(one.cause, Math.max(10, width - 2))}`];
  return [`${paint(mark)} ${one.target}`, `  ${paint(facts)}`, ...cause];
}

export function countsOf(rows: readonly Pick<Row, 'verdict'>[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = { healthy: 0, degraded: 0, broken: 0, unknown: 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}

/** "3 targets: 1 broken, 2 healthy, looked at Fri 27 Nov, 18:02 CET". */
export function countsLine(rows: readonly Row[], { zone, now }: Pick<TableSheet, 'zone' | 'now'>): string {
  const counts = countsOf(rows);
  const parts = worstFirst
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`);
  const targets = rows.length === 1 ? '1 target' : `${rows.length} targets`;
  return `${targets}: ${parts.join(', ') || 'none looked at'}, ${absoluteText(now, zone, now)}`;
}

/** The cells of a row as text that says its colour in words. */
export function cellsOf({ name, verdict, cause, ends, elapsedMs }: Row, now: Date): readonly string[] {
  return [name, verdict, cause ?? '', ends === null ? '' : relativeText(ends, now), msText(elapsedMs)];
}
