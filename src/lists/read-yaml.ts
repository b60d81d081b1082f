import { UserError } from '../core/errors.ts';
import { typedWord } from '../core/text/typed-word.ts';
import { type Collected, collect, type RawEntry } from './entry.ts';
import { labelsOf, parseLabels } from './labels.ts';
import { rawFromLine } from './read-text.ts';
import { readTrees, type Tree, type TreeEntry, textIn, textsIn, treeText, valueAt } from './yaml-tree.ts';

/**
 * `endpoints:` with an entry for each, or the list alone; an entry is a map, or a line as in a text. `defaults:` fills what
 * an entry leaves out. Returns whether the list is empty on purpose.
 */
export function readYaml(text: string, into: Collected): boolean {
  const { trees, mistakes } = readTrees(text);
  if (mistakes.length > 0) {
    readPieces(text, into, mistakes);
    return false;
  }
  let isEmptyOnPurpose = false;
  for (const tree of trees) {
    const listed = valueAt(tree, 'endpoints');
    isEmptyOnPurpose ||= listed?.kind === 'list' && listed.items.length === 0;
    readDocument(tree, into);
  }
  return isEmptyOnPurpose && into.entries.length === 0 && into.problems.length === 0;
}

function readDocument(tree: Tree, into: Collected): void {
  switch (tree.kind) {
    case 'nothing':
      return;
    case 'list':
      readItems(tree.items, null, into);
      return;
    case 'text':
      // A text of several lines, or a lone target.
      collect(into, { line: tree.line, source: tree.text }, () => rawFromLine(tree.text));
      return;
    case 'refused':
      into.problems.push({ line: tree.line, source: '', why: tree.why });
      return;
    case 'map':
      readRoot(tree, into);
  }
}

const rootKeys = ['endpoints', 'targets', 'defaults', 'version'];

function readRoot(tree: Extract<Tree, { readonly kind: 'map' }>, into: Collected): void {
  const unknown = tree.entries.filter(({ key }) => !rootKeys.includes(key));
  for (const { key, line } of unknown) {
    into.problems.push({
      line,
      source: `${key}:`,
      why: `"${typedWord(key, 60)}" is no part of a list. It has endpoints and defaults.`,
    });
  }
  const listed = valueAt(tree, 'endpoints') ?? valueAt(tree, 'targets');
  if (listed === null || listed.kind === 'nothing') return;
  if (listed.kind !== 'list') {
    into.problems.push({
      line: listed.line,
      source: 'endpoints:',
      why: 'A list is wanted, each entry behind "- ".',
    });
    return;
  }
  readItems(listed.items, valueAt(tree, 'defaults'), into);
}

function readItems(items: readonly Tree[], defaults: Tree | null, into: Collected): void {
  for (const item of items) {
    collect(into, { line: item.line, source: sourceOf(item) }, () => {
      const raw = rawFromTree(item);
      return defaults === null
        ? raw
        : { ...withoutTarget(rawFromTree(defaults)), ...raw, ...mergedLabels(defaults, raw) };
    });
  }
}

function sourceOf(item: Tree): string {
  return item.kind === 'text' ? item.text : treeText(item);
}

function withoutTarget({ target: _target, host: _host, ...rest }: RawEntry): RawEntry {
  return rest;
}

function mergedLabels(defaults: Tree, { labels = {} }: RawEntry): Pick<RawEntry, 'labels'> {
  const usual = rawFromTree(defaults).labels;
  return usual === undefined ? {} : { labels: labelsOf(Object.entries({ ...usual, ...labels })) };
}

const fields: Readonly<
  Record<string, 'target' | 'host' | 'port' | 'scheme' | 'address' | 'client' | 'channel'>
> = {
  target: 'target',
  endpoint: 'target',
  url: 'target',
  host: 'host',
  hostname: 'host',
  port: 'port',
  scheme: 'scheme',
  address: 'address',
  client: 'client',
  channel: 'channel',
};

function rawFromTree(tree: Tree): RawEntry {
  switch (tree.kind) {
    case 'text':
      return rawFromLine(tree.text);
    case 'nothing':
    case 'list':
      throw new UserError('A target is wanted here, or a map with "target:" in it.');
    case 'refused':
      throw new UserError(tree.why);
    case 'map':
      return Object.assign({}, ...tree.entries.map(partOf));
  }
}

function partOf({ key, value }: TreeEntry): RawEntry {
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (field !== undefined) return { [field]: textIn(value, key) };
  if (key === 'owner' || key === 'owners') return { owners: textsIn(value, key) };
  if (key === 'labels' || key === 'label') return { labels: labelsIn(value) };
  throw new UserError(
    `"${typedWord(key, 60)}" is not known here. An entry has target, owners, channel, labels, address and client.`,
  );
}

function labelsIn(value: Tree): Readonly<Record<string, string>> {
  if (value.kind !== 'map') return parseLabels(textsIn(value, 'labels').join(' '));
  return labelsOf(
    value.entries.map(({ key, value: label }) => [key, textIn(label, `The label ${key}`)] as const),
  );
}

/** Where the whole cannot be read, each entry is read by itself: what is sound goes in, what is not is named by its line. */
function readPieces(text: string, into: Collected, mistakes: readonly { line: number; why: string }[]): void {
  const lines = text.split(/\r\n|\r|\n/);
  const starts = pieceStarts(lines);
  const [firstStart] = starts;
  if (firstStart === undefined) {
    const [mistake] = mistakes;
    const { line, why } = mistake ?? { line: 1, why: 'It cannot be read.' };
    const source = (lines[line - 1] ?? '').trim();
    into.problems.push({ line, source, why: `${why}. Because of this nothing else in it was read.` });
    return;
  }
  const usual = usualBefore(lines.slice(0, firstStart).join('\n'), into);
  for (const [at, start] of starts.entries()) {
    const piece = lines.slice(start, starts[at + 1] ?? lines.length).join('\n');
    const { mistakes: wrong, trees } = readTrees(piece, start + 1);
    const [mistake] = wrong;
    const [tree] = trees;
    const isRead = tree?.kind === 'list' || tree?.kind === 'map';
    if (mistake !== undefined || !isRead || usual === 'unreadable') {
      const unread =
        usual === 'unreadable' ? 'What stands before the list cannot be read.' : 'It cannot be read.';
      const { line, why } = mistake ?? { line: start + 1, why: unread };
      into.problems.push({ line, source: piece.trim(), why });
    } else readItems(tree.kind === 'list' ? tree.items : [tree], usual, into);
  }
}

/** The lines that begin an entry: behind a dash, or each line of JSON Lines. */
function pieceStarts(lines: readonly string[]): readonly number[] {
  const filled = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]));
  if (filled.every((index) => /^\s*\{.*\}\s*$/.test(lines[index] ?? ''))) return filled;
  const listAt = lines.findIndex((line) => /^(?:endpoints|targets)\s*:/.test(line));
  const dashes = filled.filter((index) => index > listAt && /^\s*-(?:\s|$)/.test(lines[index] ?? ''));
  const indents = dashes.map((index) => lines[index]?.search(/\S/) ?? 0);
  return dashes.filter((_index, at) => indents[at] === Math.min(...indents));
}

/** `defaults:` that stands before the list; an entry without what it says would be another entry. */
function usualBefore(head: string, into: Collected): Tree | null | 'unreadable' {
  const { trees, mistakes } = readTrees(head);
  const [mistake] = mistakes;
  if (mistake !== undefined) {
    into.problems.push({ ...mistake, source: (head.split('\n')[mistake.line - 1] ?? '').trim() });
    return 'unreadable';
  }
  return trees.map((tree) => valueAt(tree, 'defaults')).find((defaults) => defaults !== null) ?? null;
}
