import { clientName } from '../core/client-names.ts';
import { reasonOf, UserError } from '../core/errors.ts';
import { parseTarget, speaksTls, targetText } from '../core/target.ts';
import type { ListedEndpoint, ListProblem } from '../core/watch/listed.ts';

/** What a line or a record gives, before anything is made of it. Empty texts are as good as left out, but for owners. */
export type RawEntry = {
  readonly target?: string;
  readonly host?: string;
  readonly port?: string;
  readonly scheme?: string;
  readonly address?: string;
  readonly client?: string;
  readonly owners?: readonly string[];
  readonly channel?: string;
  readonly labels?: Readonly<Record<string, string>>;
};

export type Where = { readonly line: number; readonly source: string };

/** Entries and problems as they are found. */
export type Collected = { readonly entries: ListedEndpoint[]; readonly problems: ListProblem[] };

const longestSource = 2000;

/** Reads one entry; a mistake in it is a problem of its line and of nothing else. */
export function collect(into: Collected, where: Where, read: () => RawEntry): void {
  const at = { line: where.line, source: where.source.slice(0, longestSource) };
  try {
    into.entries.push({ ...at, ...entryFrom(read()) });
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    into.problems.push({ ...at, why: reasonOf(thrown) });
  }
}

function entryFrom(raw: RawEntry): Omit<ListedEndpoint, 'line' | 'source'> {
  const client = given(raw.client);
  const target = parseTarget(targetOf(raw), given(raw.address), client === null ? null : clientName(client));
  if (!speaksTls(target)) {
    throw new UserError(`${targetText(target)} has no certificate to watch. Write it as https:// or tls://.`);
  }
  const channel = given(raw.channel);
  return {
    target,
    ...(raw.owners === undefined ? {} : { owners: ownersOf(raw.owners) }),
    ...(channel === null ? {} : { channel }),
    ...(raw.labels === undefined ? {} : { labels: raw.labels }),
  };
}

function targetOf({ target, host, port, scheme }: RawEntry): string {
  const named = given(target) ?? given(host);
  if (named === null) throw new UserError('No target is named. Give a host name, host:port or a URL.');
  const number = given(port);
  const way = given(scheme);
  const isIpv6 = /^[0-9a-f:]+$/i.test(named) && named.split(':').length > 2;
  const bracketed = isIpv6 && number !== null ? `[${named}]` : named;
  const hasPort = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[[^\]]*\]|[^/:]+):\d+/i.test(named);
  const at = number === null || hasPort ? bracketed : withPort(bracketed, number);
  return way === null || at.includes('://') ? at : `${way.replace(/:\/*$/, '')}://${at}`;
}

/** The port stands before the path. */
function withPort(named: string, port: string): string {
  const [, head = named, path = ''] = /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^/]+)(\/.*)?$/is.exec(named) ?? [];
  return `${head}:${port}${path}`;
}

/** "none" is what /watch edit calls it, too. */
function ownersOf(typed: readonly string[]): readonly string[] {
  const words = typed.flatMap((text) => text.split(/[\s,;]+/)).filter((word) => word !== '');
  return words.length === 1 && words[0]?.toLowerCase() === 'none' ? [] : words;
}

function given(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
