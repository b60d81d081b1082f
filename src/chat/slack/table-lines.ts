import { plainLine } from './safe-text.ts';

const columnWidth = 48;

/** A table as lines of fixed width: head, rule, rows. Rows may be shorter or longer than the head. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const cells = [columns, ...rows].map((row) => columns.map((_, at) => cell(row[at] ?? '')));
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const [head = '', ...body] = cells.map((row) =>
    row
      .map((characters, at) => characters.join('') + ' '.repeat((widths[at] ?? 0) - characters.length))
      .join('  ')
      .trimEnd(),
  );
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...body];
}

function cell(value: string): readonly string[] {
  const characters = [...plainLine(value)];
  return characters.length <= columnWidth ? characters : [...characters.slice(0, columnWidth - 1), '\u2026'];
}
