const columnWidth = 48;

/** A table as lines of a monospaced font. `clean` makes one safe line of a cell. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  clean: (cell: string) => string,
): readonly string[] {
  const cells = [columns, ...rows].map((row) => columns.map((_, index) => clipped(clean(row[index] ?? ''))));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => lengthOf(row[index] ?? ''))));
  const [head = [], ...body] = cells.map((row) => padded(row, widths));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [head, rule, ...body].map((row) => (typeof row === 'string' ? row : row.join('  ')).trimEnd());
}

function padded(row: readonly string[], widths: readonly number[]): readonly string[] {
  return row.map((value, index) => value + ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(value))));
}

function clipped(value: string): string {
  const characters = [...value];
  return characters.length <= columnWidth ? value : `${characters.slice(0, columnWidth - 1).join('')}…`;
}

function lengthOf(value: string): number {
  return [...value].length;
}
