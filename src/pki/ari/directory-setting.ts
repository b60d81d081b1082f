import { UserError } from '../../core/errors.ts';
import type { AriDirectory } from './directories.ts';

const wanted =
  'Write each as issuer=https://... with the issuer\'s organisation ("Example, Inc.", in quotes when it has a comma) or the host of its AIA URL (pki.example.org, or *.pki.example.org), separated by commas or lines.';

/**
 * Reads ARI_DIRECTORIES: `Example Corp=https://acme.example.org/directory, "Example, Inc."=https://..., *.pki.example=...`.
 * Throws `UserError` that names the entry and what is wrong with it.
 */
export function parseAriDirectories(text: string): readonly AriDirectory[] {
  const directories = entriesIn(text).map(parseEntry);
  const issuers = directories.map(({ name }) => name.toLowerCase());
  const twice = issuers.find((issuer, index) => issuers.indexOf(issuer) !== index);
  if (twice !== undefined) {
    throw new UserError(
      `ARI_DIRECTORIES: ${JSON.stringify(twice)} stands there twice. Keep one of its URLs.`,
    );
  }
  return directories;
}

/** Commas and line ends outside quotes separate. */
function entriesIn(text: string): readonly string[] {
  const entries = text.match(/(?:"[^"\n]*"|[^",\r\n]|"[^"\n]*$)+/gm) ?? [];
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function parseEntry(entry: string): AriDirectory {
  const found = /^(?:"(?<quoted>[^"]*)"|(?<plain>[^"=]*?))\s*=\s*(?<url>\S+)$/.exec(entry)?.groups;
  if (found === undefined) throw wrong(entry, 'is not issuer=URL');
  const issuer = (found.quoted ?? found.plain ?? '').trim();
  if (issuer === '') throw wrong(entry, 'names no issuer');
  const url = readUrl(entry, found.url ?? '');
  const isWildcard = issuer.startsWith('*.');
  if (isWildcard && !isHostName(issuer.slice(2))) throw wrong(entry, 'has a wildcard that is no host name');
  return {
    name: issuer,
    organizations: isWildcard ? [] : [issuer],
    // "Example.com" may be either, and an organisation of that name is the same issuer.
    aiaHosts: isWildcard || isHostName(issuer) ? [issuer.toLowerCase()] : [],
    url,
  };
}

function readUrl(entry: string, written: string): string {
  const url = URL.parse(written);
  if (url === null) throw wrong(entry, `has ${JSON.stringify(written)}, which is no URL`);
  // RFC 8555 §6.1: ACME is spoken over https only.
  if (url.protocol !== 'https:') throw wrong(entry, `has a URL that is not https`);
  if (url.username !== '' || url.password !== '') throw wrong(entry, 'has a URL with a password');
  if (url.hash !== '') throw wrong(entry, 'has a URL with a fragment (#)');
  return url.href;
}

function isHostName(text: string): boolean {
  return /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i.test(text);
}

function wrong(entry: string, what: string): UserError {
  return new UserError(`ARI_DIRECTORIES: ${JSON.stringify(entry.slice(0, 200))} ${what}. ${wanted}`);
}
