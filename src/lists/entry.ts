import { reasonOf, UserError } from '../core/errors.ts';
import { clientName } from '../core/target/client-names.ts';
import { parseTarget, speaksTls, targetText } from '../core/target.ts';
import { typedWord } from '../core/text/typed-word.ts';
import type { ListedEndpoint, ListProblem } from '../core/watch/lists/listed.ts';

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
  const named = withoutQuotes(given(target) ?? given(host) ?? '');
  if (named === '') throw new UserError('No target is named. Give a host name, host:port or a URL.');
  refuseNoHost(named);
  refuseOther(given(target), given(host));
  const number = given(port);
  const way = given(scheme);
  const isIpv6 = /^[0-9a-f:]+$/i.test(named) && named.split(':').length > 2;
  const bracketed = isIpv6 && number !== null ? `[${named}]` : named;
  const hasPort = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[[^\]]*\]|[^/:]+):\d+/i.test(named);
  const at = number === null || hasPort ? bracketed : withPort(bracketed, number);
  return way === null || at.includes('://') ? at : `${way.replace(/:\/*$/, '')}://${at}`;
}

const quotes = [
  '""',
  "''",
  '``',
  '<>',
  '\u201c\u201d',
  '\u201e\u201c',
  '\u2018\u2019',
  '\u201a\u2018',
  '\u00ab\u00bb',
];

/** As word processors, chats and RFC 3986 appendix C put them around an address. */
function withoutQuotes(named: string): string {
  const isQuoted = quotes.some(([open = '', close = '']) => named.startsWith(open) && named.endsWith(close));
  return isQuoted && named.length > 1 ? named.slice(1, -1).trim() : named;
}

/** A row with a URL and a host name has one target only where both mean the same host. */
function refuseOther(target: string | null, host: string | null): void {
  if (target === null || host === null) return;
  if (parseTarget(withoutQuotes(target)).host === parseTarget(withoutQuotes(host)).host) return;
  throw new UserError(
    `It names both "${typedWord(target, 60)}" and "${typedWord(host, 60)}", and one target stands on a line.`,
  );
}

/** What a browser would take for an address or a path, and nobody means as one in a list. */
function refuseNoHost(named: string): void {
  const shown = `"${typedWord(named, 60)}"`;
  if (/^(?:\d+|0x[0-9a-f]+)$/i.test(named)) {
    throw new UserError(`${shown} is a number. Give a host name, host:port or a URL.`);
  }
  if (/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*)\/\d{1,3}$/i.test(named)) {
    throw new UserError(`${shown} is a network. Name each address in it that serves a certificate.`);
  }
  const [authority = ''] = named.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[/?#]/);
  if (authority.includes('*')) {
    throw new UserError(`${shown} stands for many names. Name each host that serves the certificate.`);
  }
  if (/[\u2018-\u201f\u00ab\u00bb]/.test(authority)) {
    throw new UserError(`${shown} has a quotation mark in it. Try example.org:8443.`);
  }
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
