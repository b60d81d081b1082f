import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../commands/index.ts';
import { programFor } from '../chat/terminal/command-line.ts';
import { type Wanted, wantedAt } from '../chat/terminal/completion/wanted.ts';
import type { SuggestionKind } from '../core/option.ts';
import { visibleLine } from '../core/text/visible-text.ts';

const most = 100;

/**
 * `notafter __complete WORDS...`, the last one being typed: lines of a word, a tab and what it means. Pressed at each Tab, so
 * nothing is loaded that is not needed, and no store is made. Whatever goes wrong, nothing is offered and nothing said.
 */
export async function complete(words: readonly string[]): Promise<string> {
  try {
    const wanted = wantedAt(words.length === 0 ? [''] : words, programFor(commands), commands);
    const found = wanted.suggests === null ? [] : await suggested(wanted.suggests, wanted);
    const lines = [...wanted.words, ...found].map(({ value, about }) => lineOf(value, about));
    return [...new Set(lines), ...(wanted.paths === null ? [] : [`:${wanted.paths}`])]
      .map((line) => `${line}\n`)
      .join('');
  } catch {
    return '';
  }
}

/** A word that a shell could not be given as it is is not offered. */
function lineOf(value: string, about: string): string {
  const shown = visibleLine(about);
  return shown === '' ? visibleLine(value) : `${visibleLine(value)}\t${shown}`;
}

async function suggested(kind: SuggestionKind, { typed, prefix }: Wanted) {
  const offered = await valuesOf(kind, typed);
  // A shell offers only what goes on from what is typed.
  return offered
    .filter(({ value }) => value.startsWith(typed))
    .map((one) => ({ ...one, value: prefix + one.value }));
}

async function valuesOf(
  kind: SuggestionKind,
  typed: string,
): Promise<readonly { value: string; about: string }[]> {
  if (kind === 'finding') return findings();
  if (kind === 'vantage') return [{ value: 'all', about: 'every place that can be asked, and here' }];
  const path = databasePath();
  // Whoever connects to a server at each Tab waits for it at each Tab.
  if (path === null || !existsSync(path)) return [];
  const { labelsInUse, watchedUrls } = await import('../store/sqlite/suggest-quickly.ts');
  if (kind === 'label') return labelsInUse(path, typed, most).map((value) => ({ value, about: '' }));
  const { parseTarget, targetText } = await import('../core/target.ts');
  return watchedUrls(path, typed, most).flatMap((url) => {
    const short = targetText(parseTarget(url));
    return [short, ...(typed.includes('://') ? [url] : [])].map((value) => ({ value, about: 'watched' }));
  });
}

/** The index of the pages is made from the rules, which would take ten times as long to load. */
function findings(): readonly { value: string; about: string }[] {
  const index = readFileSync(new URL('../../docs/findings/README.md', import.meta.url), 'utf8');
  return [...index.matchAll(/^\| \[([^\]]+)\]\([^)]*\) \| \w+ \| (.*) \|$/gm)].map(
    ([, value = '', about = '']) => ({ value, about }),
  );
}

/** As settings.ts has it, whose schema takes as long to load as all of this. */
function databasePath(): string | null {
  try {
    process.loadEnvFile('.env');
  } catch {
    // There is none, or it cannot be read: then the variables say what there is to say.
  }
  if (process.env.DATABASE_URL?.trim()) return null;
  return join(process.env.DATA_DIR || 'data', 'notafter.db');
}
