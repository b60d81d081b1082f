import papaparse from 'papaparse';
import { UserError } from '../core/errors.ts';
import type { ReadList } from '../core/watch/lists/listed.ts';
import { type Column, columnsOf, looksLikeTarget, rawFromCells, rawFromColumns } from './csv-columns.ts';
import { type Collected, collect } from './entry.ts';

/** A cell of a spreadsheet may have a few line ends in it; a quote that is never closed swallows no more than itself. */
const mostJoined = 20;

type Row = { readonly line: number; readonly source: string; readonly cells: readonly string[] | null };

/** Separated by commas, semicolons or tabs, with a header row in any order or none. */
export function readCsv(text: string, into: Collected): Pick<ReadList, 'remarks' | 'header'> {
  const lines = text.split(/\r\n|\r|\n/);
  // Excel writes its separator into the first line.
  const declared = /^"?sep=(.)"?$/i.exec(lines[0] ?? '')?.[1];
  const first = declared === undefined ? 0 : 1;
  const delimiter = declared ?? delimiterOf(lines.find((line) => !isBlank(line)) ?? '');
  let columns: readonly Column[] | null | undefined;
  let header: string | null = null;
  for (const { cells, ...where } of rowsOf(lines, first, delimiter)) {
    const isFirst = columns === undefined;
    if (columns === undefined && cells !== null) {
      columns = columnsOf(cells);
      if (columns !== null) {
        header = where.source;
        continue;
      }
    }
    collect(into, where, () => {
      if (cells === null) {
        throw new UserError(
          'A quote is not closed, or stands within a cell. Write a quote within quotes twice.',
        );
      }
      if (columns !== null && columns !== undefined) return rawFromColumns(columns, cells);
      if (isFirst && !cells.some(looksLikeTarget)) {
        throw new UserError(
          'It names no target. If these are the names of columns, call one of them host or url.',
        );
      }
      return rawFromCells(cells);
    });
  }
  return { header, remarks: remarksOn(columns ?? []) };
}

/** The separator that the first line has most of. */
export function delimiterOf(line: string): string {
  const unquotedLine = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: unquotedLine.split(mark).length - 1 }));
  return counts.toSorted((one, other) => other.count - one.count)[0]?.mark ?? ',';
}

function* rowsOf(lines: readonly string[], first: number, delimiter: string): Generator<Row> {
  for (let at = first; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    const { cells, used } = cellsAt(lines, at, delimiter);
    if (cells?.every((cell) => cell.trim() === '')) continue;
    yield { line: at + 1, source: lines.slice(at, at + used).join('\n'), cells };
    at += used - 1;
  }
}

function isBlank(line: string): boolean {
  return line.trim() === '' || line.trimStart().startsWith('#');
}

/** Each line by itself, so that a lone quote spoils no other; joined to the next where that closes it. */
function cellsAt(
  lines: readonly string[],
  at: number,
  delimiter: string,
): { readonly cells: readonly string[] | null; readonly used: number } {
  const alone = cellsOf(lines[at] ?? '', delimiter);
  if (alone !== null) return { cells: alone, used: 1 };
  for (let used = 2; used <= mostJoined && at + used <= lines.length; used += 1) {
    const cells = cellsOf(lines.slice(at, at + used).join('\n'), delimiter);
    // A line within a cell that has separators of its own is more likely a row of its own.
    if (cells !== null && !cells.some((cell) => cell.includes('\n') && cell.includes(delimiter))) {
      return { cells, used };
    }
  }
  return { cells: null, used: 1 };
}

function cellsOf(row: string, delimiter: string): readonly string[] | null {
  const { data, errors } = papaparse.parse<readonly string[]>(row, { delimiter, newline: '\n' });
  return errors.length > 0 || data.length !== 1 ? null : (data[0] ?? null);
}

function remarksOn(columns: readonly Column[]): readonly string[] {
  const labels = columns.flatMap((column) => (column !== null && 'label' in column ? [column.label] : []));
  if (labels.length === 0) return [];
  const [columnWord, verb] =
    labels.length === 1 ? ['column', 'becomes a label'] : ['columns', 'become labels'];
  return [`The ${columnWord} ${labels.join(', ')} ${verb}.`];
}
