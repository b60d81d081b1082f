import { UserError } from '../core/errors.ts';
import type { ListFormat, ReadList } from '../core/watch/lists/listed.ts';
import { decodeText } from './decode-text.ts';
import { detectFormat } from './detect-format.ts';
import type { Collected } from './entry.ts';
import { readCsv } from './read-csv.ts';
import { readPrometheus } from './read-prometheus.ts';
import { readText } from './read-text.ts';
import { readYaml } from './read-yaml.ts';

export const mostEntries = 10_000;

/**
 * Reads a list in any of the formats, told by what it looks like unless `format` says it. What cannot be read of it is among
 * the problems; UserError where it is no list at all, or too long.
 */
export function readList(bytes: Uint8Array, name: string, format: ListFormat | null): ReadList {
  const text = decodeText(bytes, name);
  const into: Collected = { entries: [], problems: [] };
  const read = format ?? detectFormat(text, name);
  let remarks: readonly string[] = [];
  let isEmptyOnPurpose = false;
  let header: string | null = null;
  switch (read) {
    case 'yaml':
      isEmptyOnPurpose = readYaml(text, into);
      break;
    case 'csv':
      ({ remarks, header } = readCsv(text, into));
      break;
    case 'text':
      readText(text, into);
      break;
    case 'prometheus':
      remarks = readPrometheus(text, into);
      break;
  }
  const count = into.entries.length + into.problems.length;
  if (count > mostEntries) {
    throw new UserError(`${name} names ${count} targets; ${mostEntries} is the most. Send it in parts.`);
  }
  const problems = into.problems.toSorted((one, other) => one.line - other.line);
  return { format: read, entries: into.entries, problems, remarks, isEmptyOnPurpose, header };
}
