import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
} from 'yaml';
import { UserError } from '../core/errors.ts';
import { shorten } from '../core/text/shorten.ts';

/** YAML or JSON as a list may have it: texts, lists and maps, each with its line. Nothing is made of it before it was seen. */
export type Tree =
  | { readonly kind: 'text'; readonly line: number; readonly text: string }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Tree[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly TreeEntry[] }
  | { readonly kind: 'nothing'; readonly line: number }
  /** Anchors, tags and what is nested too deep: one alias may stand for a million. */
  | { readonly kind: 'refused'; readonly line: number; readonly why: string };

export type TreeEntry = { readonly key: string; readonly line: number; readonly value: Tree };

export type Trees = {
  /** One for each document. */
  readonly trees: readonly Tree[];
  readonly mistakes: readonly { readonly line: number; readonly why: string }[];
};

const deepest = 12;

/** `firstLine`: where the text stands in the file it is a piece of. */
export function readTrees(text: string, firstLine = 1): Trees {
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
    });
    if (!Array.isArray(documents)) return { trees: [], mistakes: [] };
    const mistakes = documents.flatMap(({ errors, warnings }) =>
      [...errors, ...warnings].map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        why: shorten(message, 160),
      })),
    );
    return { trees: documents.map(({ contents }) => treeFrom(contents, lineAt, 0)), mistakes };
  } catch (thrown) {
    // Brackets by the ten thousand exhaust the stack of any parser.
    if (thrown instanceof RangeError) return { trees: [], mistakes: [{ line: firstLine, why: tooDeep }] };
    throw thrown;
  }
}

const tooDeep = 'It is nested deeper than any list needs.';

function treeFrom(node: ParsedNode | null, lineAt: (offset: number) => number, depth: number): Tree {
  const line = lineAt(node?.range?.[0] ?? 0);
  if (node === null) return { kind: 'nothing', line };
  if (depth > deepest) return { kind: 'refused', line, why: tooDeep };
  if (isAlias(node) || node.anchor !== undefined) {
    return { kind: 'refused', line, why: 'Anchors and aliases (& and *) are not read. Write it out.' };
  }
  if (node.tag !== undefined && !/^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/.test(node.tag)) {
    return { kind: 'refused', line, why: `The tag ${shorten(node.tag, 60)} is not read. Leave it out.` };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => treeFrom(item as ParsedNode | null, lineAt, depth + 1));
    return { kind: 'list', line, items };
  }
  if (isMap(node)) {
    const entries = node.items.flatMap((item): TreeEntry[] => {
      if (!isPair(item) || !isScalar(item.key)) return [];
      const at = lineAt(item.key.range?.[0] ?? 0);
      return [
        {
          key: scalarText(item.key),
          line: at,
          value: treeFrom(item.value as ParsedNode | null, lineAt, depth + 1),
        },
      ];
    });
    return { kind: 'map', line, entries };
  }
  if (!isScalar(node) || node.value === null) return { kind: 'nothing', line };
  return { kind: 'text', line, text: scalarText(node) };
}

/** As written: 0x10 and 1e3 are no port, and "no" is a name. */
function scalarText({
  source,
  value,
}: {
  readonly source?: string | undefined;
  readonly value: unknown;
}): string {
  return typeof value === 'string' ? value : (source ?? String(value));
}

export function valueAt(tree: Tree, key: string): Tree | null {
  if (tree.kind !== 'map') return null;
  return tree.entries.find((entry) => entry.key === key)?.value ?? null;
}

/** One text, or several; UserError for anything else. */
export function textsIn(tree: Tree, what: string): readonly string[] {
  switch (tree.kind) {
    case 'text':
      return [tree.text];
    case 'nothing':
      return [];
    case 'list':
      return tree.items.flatMap((item) => textsIn(item, what));
    case 'map':
      throw new UserError(`${what} is a map, and one text or a list of texts is wanted.`);
    case 'refused':
      throw new UserError(tree.why);
  }
}

export function textIn(tree: Tree, what: string): string {
  const texts = textsIn(tree, what);
  if (texts.length > 1) throw new UserError(`${what} is a list, and one text is wanted.`);
  return texts[0] ?? '';
}

/** On one line, as JSON, which is YAML as well. */
export function treeText(tree: Tree): string {
  return JSON.stringify(plain(tree));
}

function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'text':
      return tree.text;
    case 'nothing':
      return null;
    case 'list':
      return tree.items.map(plain);
    case 'map':
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plain(value)]));
    case 'refused':
      return tree.why;
  }
}
