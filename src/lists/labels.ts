import { UserError } from '../core/errors.ts';
import { typedWord } from '../core/text/typed-word.ts';

const longestValue = 200;
/** Property names that mean something else to JavaScript. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
const pair = /^([^\s,;=]+)=("(?:[^"\\]|\\.)*"|[^\s,;]*)/;

/** `team=payments; note="two words"`: pairs parted by blanks, commas or semicolons, values in quotes where they need it. */
export function parseLabels(typed: string): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  let rest = typed.replace(/^[\s,;]+/, '');
  while (rest !== '') {
    const match = pair.exec(rest);
    if (match === null) {
      throw new UserError(`"${typedWord(rest, 60)}" is not a label. Write team=payments.`);
    }
    pairs.push([match[1] ?? '', unquoted(match[2] ?? '')]);
    rest = rest.slice(match[0].length).replace(/^[\s,;]+/, '');
  }
  return labelsOf(pairs);
}

export function labelsOf(pairs: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (!/^[\w./-]{1,80}$/.test(key) || reserved.has(key)) {
      throw new UserError(
        `"${typedWord(key, 60)}" cannot name a label. Use up to 80 letters, digits and . _ - /.`,
      );
    }
    if (value.length > longestValue || /[\u0000-\u001f\u007f]/.test(value)) {
      throw new UserError(
        `The label ${key} has a value over ${longestValue} characters, or of several lines.`,
      );
    }
    labels.set(key, value);
  }
  return Object.fromEntries(labels);
}

/** What `parseLabels` reads back. */
export function labelsText(labels: Readonly<Record<string, string>>, separator: string): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${/^[^\s,;"=#\\]*$/.test(value) ? value : JSON.stringify(value)}`)
    .join(separator);
}

export function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    // An escape that JSON does not know stands for its own letter.
    return value.slice(1, -1).replace(/\\(.)/g, '$1');
  }
}
