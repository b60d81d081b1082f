import type { Certificate } from '../certificate/certificate.ts';
import type { NameMatch, NameMistake } from './name-match.ts';
import { plainName } from './plain-name.ts';
import { registrableDomain } from './public-suffix.ts';

type Mismatch = Extract<NameMatch, { matches: false }>;

/** Why an address is not covered. */
export function addressMistake({ names, subject }: Certificate, address: string): Mismatch {
  const asName = names?.dns.find((entry) => plainName(entry) === address);
  if (asName !== undefined) return mismatch('ip-as-dns', asName);
  if (subject.commonName?.trim().toLowerCase() === address) return mismatch('ip-in-cn', names?.ip[0] ?? null);
  if (names === null) return mismatch('no-san', null);
  const [nearest = null] = names.ip;
  return mismatch(nearest === null ? 'ip-not-covered' : 'other', nearest ?? names.dns[0] ?? null);
}

/** Why a name (plain, see `plainName`) is not covered; the most particular mistake wins. */
export function nameMistake({ names }: Certificate, host: string): Mismatch {
  if (names === null) return mismatch('no-san', null);
  const entries = new Map(names.dns.map((entry) => [plainName(entry), entry]));
  const bare = host.startsWith('www.') ? entries.get(host.slice(4)) : undefined;
  if (bare !== undefined) return mismatch('www-missing', bare);
  const www = entries.get(`www.${host}`);
  if (www !== undefined) return mismatch('only-www', www);
  const wildcard = entries.get(`*.${host}`);
  if (wildcard !== undefined) return mismatch('wildcard-bare', wildcard);
  const above = wildcardAbove(host, entries);
  if (above !== undefined) return mismatch('wildcard-depth', above);
  const nearest = nearestOf(host, [...entries.keys()]);
  if (nearest === null) return mismatch('other', null);
  return mismatch(haveOneOwner(nearest, host) ? 'sibling' : 'other', entries.get(nearest) ?? nearest);
}

/** The longest `*.parent` that would cover the host if a wildcard stood for more than one label. */
function wildcardAbove(host: string, entries: ReadonlyMap<string, string>): string | undefined {
  const labels = host.split('.');
  for (let depth = 2; depth < labels.length; depth += 1) {
    const entry = entries.get(`*.${labels.slice(depth).join('.')}`);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Most labels in common from the right, then nearest in length, then first in the certificate. */
function nearestOf(host: string, names: readonly string[]): string | null {
  const wanted = host.split('.').toReversed();
  let best: { name: string; common: number; apart: number } | null = null;
  for (const name of names) {
    const labels = withoutWildcard(name).split('.').toReversed();
    const differing = labels.findIndex((label, index) => label !== wanted[index]);
    const common = differing === -1 ? labels.length : differing;
    const apart = Math.abs(labels.length - wanted.length);
    const better = best === null || common > best.common || (common === best.common && apart < best.apart);
    if (better) best = { name, common, apart };
  }
  return best?.name ?? null;
}

/** Names below one registration have one owner, as far as names can tell. */
function haveOneOwner(name: string, host: string): boolean {
  const registered = registrableDomain(host);
  return registered !== null && registered === registrableDomain(withoutWildcard(name));
}

function withoutWildcard(name: string): string {
  return name.startsWith('*.') ? name.slice(2) : name;
}

function mismatch(mistake: NameMistake, nearest: string | null): Mismatch {
  return { matches: false, mistake, nearest };
}
