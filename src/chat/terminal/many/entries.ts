import { UserError } from '../../../core/errors.ts';
import type { CommandServices } from '../../../core/services.ts';
import { hostPort, parseTarget, type Target, targetUrl } from '../../../core/target.ts';
import type { ReadList } from '../../../core/watch/lists/listed.ts';
import type { ParsedCommand } from '../../asking/parse.ts';
import { standardInput } from '../local-files.ts';
import { type ManyRequest, requestFor } from './many-request.ts';

/** One target to look at, or why it cannot be. */
export type Entry = {
  /** As typed, for those that say nothing better. */
  readonly typed: string;
  readonly at: { readonly list: string; readonly line: number } | null;
  readonly asked: ParsedCommand | UserError;
};

export type Entries = {
  readonly entries: readonly Entry[];
  /** How many were named again. */
  readonly repeated: number;
  /** What a list says beside its targets that does not matter here. */
  readonly remarks: readonly string[];
};

export type ListSource = { readonly path: string; bytes(): Promise<Uint8Array> };

/** Those of the command line, then those of the list, each once. UserError: it is no list, or names nothing. */
export async function entriesOf(
  request: ManyRequest,
  source: ListSource | null,
  lists: Pick<CommandServices['lists'], 'read'>,
): Promise<Entries> {
  const typed = request.targets.map((target) => entryOf(request, target, [], null));
  const listed = source === null ? [] : await listedEntries(request, source, lists);
  const all = [...typed, ...listed];
  if (all.length === 0)
    throw new UserError(
      `${nameOf(source)} names no target. One a line is what it takes, as in api.example.org:8443.`,
    );
  const seen = new Set<string>();
  const entries = all.filter((entry) => {
    const key = keyOf(entry);
    if (key === null) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { entries, repeated: all.length - entries.length, remarks: [] };
}

function entryOf(request: ManyRequest, target: string, words: readonly string[], at: Entry['at']): Entry {
  try {
    return { typed: target, at, asked: requestFor(request, target, words) };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { typed: target, at, asked: thrown };
  }
}

async function listedEntries(
  request: ManyRequest,
  source: ListSource,
  lists: Pick<CommandServices['lists'], 'read'>,
): Promise<readonly Entry[]> {
  const name = nameOf(source);
  const list = await lists.read(await source.bytes(), name, null);
  const at = ({ line }: { readonly line: number }) => ({ list: name, line });
  if (list.format === 'text') {
    // Anything that can be looked at may stand in a line, with the words that a command takes behind it.
    return linesOf(list).map((one) => {
      const [target = '', ...words] = wordsOf(one.source);
      return entryOf(request, target.replace(/[,;]+$/, ''), words.filter(isForUs(request)), at(one));
    });
  }
  const entries = list.entries.map((one) => {
    const { address, client } = one.target;
    const words = [
      ...(address === null ? [] : [`address:${address}`]),
      ...(client === null ? [] : [`client:${client}`]),
    ];
    return { line: one.line, entry: entryOf(request, writtenOut(one.target), words, at(one)) };
  });
  const problems = list.problems.map((one) => ({
    line: one.line,
    entry: { typed: one.source, at: at(one), asked: new UserError(one.why) },
  }));
  return [...entries, ...problems].toSorted((one, other) => one.line - other.line).map(({ entry }) => entry);
}

function linesOf({
  entries,
  problems,
}: ReadList): readonly { readonly line: number; readonly source: string }[] {
  const lines = new Map([...entries, ...problems].map(({ line, source }) => [line, source]));
  return [...lines]
    .map(([line, source]) => ({ line, source }))
    .toSorted((one, other) => one.line - other.line);
}

function wordsOf(source: string): readonly string[] {
  const bare = source.replace(/^[-*•]\s+/, '').replace(/\s#(?:\s.*)?$/, '');
  return (bare.match(/[^\s"]*"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
}

/** People, places and labels are for who watches; the rest is read, and refused where it means nothing. */
function isForUs({ action }: ManyRequest): (word: string) => boolean {
  return (word) => {
    if (/^[@#<]/.test(word)) return false;
    const name = /^(\w+)[:=]/.exec(word)?.[1]?.toLowerCase();
    if (name === undefined) return true;
    return action.options.some((option) => option.name === name);
  };
}

/** A scheme that was taken from the port is taken from it again, so that the answer says so. */
function writtenOut(target: Target): string {
  return target.assumed === true ? hostPort(target.host, target.port) : targetUrl(target);
}

/** What makes two of them the same; null: nobody knows, and both are told. */
function keyOf({ asked }: Entry): string | null {
  if (asked instanceof UserError) return null;
  const { target = '', address, client, ...rest } = asked.values;
  try {
    const read = parseTarget(target, address ?? null, client ?? null);
    return JSON.stringify([targetUrl(read), read.address, read.client, rest]);
  } catch (thrown) {
    if (thrown instanceof UserError) return null;
    throw thrown;
  }
}

function nameOf(source: ListSource | null): string {
  if (source === null) return 'The line';
  return source.path === standardInput ? 'standard input' : source.path;
}
