import { visibleLine, visibleLines } from '../../../core/text/visible-text.ts';

/** What GitHub and its kin make something of that is said nowhere: people, teams, issues, commits, addresses, emoji. */
const meaningful = /@|:\/\/|www\.|mailto:|xmpp:|#\d|GH-\d|:[\w+-]+:|^[("']?[0-9a-f]{7,64}[)"',.;:]?$/i;
const punctuation = /[\\`*_{}[\]<>()#+!|~&$=^-]/g;
/** At the beginning of a line a number and a dot make a list. */
const listMark = /^(\d+)([.)])$/;

/**
 * Text from anywhere as GitHub-flavoured Markdown that shows it as it is: no link, mention, picture, HTML or break of a table
 * comes of it. A word that GitHub would make something of stands as code, which no filter looks into.
 */
export function markdownText(value: string): string {
  return visibleLine(value)
    .split(/( +)/)
    .map((word) => (meaningful.test(word) ? asCode(word) : escaped(word)))
    .join('');
}

/** What only closes a sentence stays outside. */
function asCode(word: string): string {
  const [, before = '', inner = '', after = ''] = /^(["'(]*)(.*?)([.,:;)"']*)$/s.exec(word) ?? [];
  return meaningful.test(inner) ? escaped(before) + markdownCode(inner) + escaped(after) : markdownCode(word);
}

function escaped(word: string): string {
  return word
    .replace(punctuation, (character) => (character === '|' ? '&#124;' : `\\${character}`))
    .replace(listMark, '$1\\$2');
}

/** As code within a line, fenced by more backticks than it holds. A bar would end a cell even there: it stands beside it. */
export function markdownCode(value: string): string {
  const parts = visibleLine(value).split('|');
  return parts.map((part) => (part === '' ? '' : codeSpan(part))).join('&#124;');
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank is taken off each end again, and keeps backticks from the fence.
  const isTight = !/^[` ]|[` ]$/.test(text);
  return isTight ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** Lines of code, fenced by more backticks than any of them holds. */
export function markdownFence(value: string, language = ''): readonly string[] {
  const lines = visibleLines(value);
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const cells = (row: readonly string[]) => `| ${columns.map((_, at) => row[at] ?? '').join(' | ')} |`;
  return [cells(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map(cells)];
}
