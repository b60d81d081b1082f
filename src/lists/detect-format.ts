import type { ListFormat } from '../core/watch/lists/listed.ts';
import { delimiterOf } from './read-csv.ts';

/** By what it holds, and by its name where that leaves it open. */
export function detectFormat(text: string, name: string): ListFormat {
  if (/^[ \t]*["']?(?:scrape_configs|static_configs)["']?\s*:/m.test(text)) return 'prometheus';
  if (
    /^[ \t]*(?:-[ \t]*)?[[{,]?[ \t]*[[{]?[ \t]*["']?targets["']?[ \t]*:/m.test(text) &&
    !/^endpoints[ \t]*:/m.test(text)
  ) {
    return /^targets[ \t]*:/m.test(text) ? 'yaml' : 'prometheus';
  }
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  if (ending === 'yaml' || ending === 'yml' || ending === 'json') return 'yaml';
  const first =
    text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '' && !/^\s*(?:#|\/\/|;\s)/.test(line)) ?? '';
  if (/^(?:---|%YAML)/.test(first) || /^(?:endpoints|defaults|version)\s*:/.test(first)) return 'yaml';
  // A section of an INI file or an inventory.
  if (/^\s*\[[\w.:-]+\]\s*$/.test(first) && !/^\s*\[\d+\]/.test(first)) return 'text';
  if (/^\s*[[{]/.test(first) && !/^\s*\[[0-9a-f:]+\]/i.test(first)) return 'yaml';
  if (/^\s*-\s+(?:[a-z]+\s*:\s|\{)/.test(first)) return 'yaml';
  if (/^"?sep=./i.test(first)) return 'csv';
  if (isLineOfText(first)) return 'text';
  // In a line of text separators stand within words that follow the target.
  const mark = delimiterOf(first);
  const head = first.split(mark)[0] ?? '';
  return first.includes(mark) && !/\S\s+\S/.test(head.trim()) ? 'csv' : 'text';
}

/** A target, and words behind it that say of themselves what they are. */
function isLineOfText(line: string): boolean {
  const [, ...words] = line
    // A quoted value may hold blanks and whatever else.
    .replace(/"(?:\\.|[^"\\])*"/g, '""')
    .replace(/\s#(?:\s.*)?$/, '')
    .trim()
    .split(/\s+/);
  return words.length > 0 && words.every((word) => /^(?:[\w./-]+[=:]|@|#|<[@#!]|\d{1,5}$)/.test(word));
}
