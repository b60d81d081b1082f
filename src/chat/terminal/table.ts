import { visibleLine } from '../../core/text/visible-text.ts';
import { columnsOf, padColumns } from './columns.ts';
import type { Look } from './look.ts';
import { plain, wrapSpans } from './wrap.ts';

export type Sheet = { readonly look: Look; readonly width: number; readonly indent: string };

const gap = '  ';

/** Aligned columns where they fit; otherwise each row as lines of "column  cell". */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  sheet: Sheet,
): readonly string[] {
  const head = columns.map(visibleLine);
  const cells = rows.map((row) => row.map(visibleLine));
  const widths = head.map((name, column) =>
    Math.max(columnsOf(name), ...cells.map((row) => columnsOf(row[column] ?? ''))),
  );
  const total = widths.reduce((sum, columnWidth) => sum + columnWidth + gap.length, sheet.indent.length);
  if (total - gap.length > sheet.width) return stackedLines(head, cells, sheet);
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => padColumns(cell, widths[column] ?? 0))
      .join(gap)
      .trimEnd();
  return [sheet.look.quiet(lineOf(head)), ...cells.map(lineOf)].map((line) => sheet.indent + line);
}

function stackedLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { look, width, indent }: Sheet,
): readonly string[] {
  const labelWidth = Math.max(0, ...head.map(columnsOf));
  return rows.flatMap((row, position) => {
    const lines = row.flatMap((cell, column) => {
      const label = `${indent}${padColumns(head[column] ?? '', labelWidth)}${gap}`;
      return wrapSpans([{ text: cell, paint: plain }], { width, lead: [{ text: label, paint: look.quiet }] });
    });
    return position === 0 ? lines : ['', ...lines];
  });
}
