import { UserError } from '../core/errors.ts';
import { typedWord } from '../core/text/typed-word.ts';
import { type Collected, collect, type RawEntry } from './entry.ts';
import { labelsOf, parseLabels, unquoted } from './labels.ts';

/** One target on each line, and behind it what else there is to say: `api.example.org:8443 @bo #ops team=payments # note`. */
export function readText(text: string, into: Collected): void {
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const bare = withoutComment(line);
    if (bare !== '') collect(into, { line: index + 1, source: line.trim() }, () => rawFromLine(bare));
  }
}

/** A # that a blank follows, or that begins the line, begins a comment, and so does a leading ;, as in zone files; `#ops` is a channel. */
function withoutComment(line: string): string {
  const bulleted = line.replace(/^\s*[-*•]\s+/, '');
  return bulleted
    .replace(/^\s*(?:#|\/\/|;(?:\s|$)).*$/, '')
    .replace(/(^|\s)#(?:\s.*)?$/, '')
    .trim();
}

const word = /[^\s"=:]+[=:]"(?:[^"\\]|\\.)*"|\S+/g;
const fields = ['owner', 'channel', 'address', 'client', 'port', 'scheme', 'labels'] as const;

export function rawFromLine(line: string): RawEntry {
  const [target = '', ...words] = line.match(word) ?? [];
  return rawFromWords(target.replace(/[,;]+$/, ''), words);
}

/** What stands behind a target, each word by how it looks. */
export function rawFromWords(target: string, words: readonly string[]): RawEntry {
  const owners: string[] = [];
  const labels: [string, string][] = [];
  let isOwned = false;
  let raw: RawEntry = { target };
  for (const typed of words) {
    const [, name = '', value = ''] = /^(\w+)s?[=:](.*)$/s.exec(typed) ?? [];
    const field = fields.find((known) => known === name || `${known}s` === name);
    if (isPerson(typed)) owners.push(typed);
    else if (isPlace(typed)) raw = { ...raw, channel: typed };
    else if (/^\d{1,5}$/.test(typed)) raw = { ...raw, port: typed };
    else if (field === 'owner') {
      isOwned = true;
      owners.push(unquoted(value));
    } else if (field === 'labels') labels.push(...Object.entries(parseLabels(unquoted(value))));
    else if (field !== undefined) raw = { ...raw, [field]: unquoted(value) };
    else if (/^[^=]+=/.test(typed)) labels.push(...Object.entries(parseLabels(typed)));
    else throw unclear(typed);
  }
  return {
    ...raw,
    ...(isOwned || owners.length > 0 ? { owners } : {}),
    ...(labels.length > 0 ? { labels: labelsOf(labels) } : {}),
  };
}

/** Somebody to call: `@bo`, `slack:U012AB3CD`, `discord:&197...`, or as Slack writes a mention. */
export function isPerson(typed: string): boolean {
  return /^(?:@\S|<[@!]|slack:[UWS][A-Z0-9]|discord:&)/.test(typed);
}

/** Where alarms go: `#ops`, `slack:C012AB3CD`, `console`. */
export function isPlace(typed: string): boolean {
  return /^(?:#\S|<#|slack:[CGD][A-Z0-9]|console$)/.test(typed);
}

function unclear(typed: string): UserError {
  return new UserError(
    `"${typedWord(typed, 60)}" is no owner (@name), channel (#name) or label (key=value), and one target stands on a line.`,
  );
}
