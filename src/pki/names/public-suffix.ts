import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The list is 100 KB to compile, 20 to 40 ms, and most certificates never ask: it is loaded with the first question. */
function suffixes(): typeof import('tldts') {
  loaded ??= require('tldts') as typeof import('tldts');
  return loaded;
}
let loaded: typeof import('tldts') | null = null;

/**
 * What somebody registered: "example.co.uk" of "www.example.co.uk", "team.github.io" of "docs.team.github.io", since
 * whoever hands out names below a suffix of their own counts as a registry. Null for addresses and suffixes themselves.
 */
export function registrableDomain(name: string): string | null {
  return suffixes().getDomain(name, { allowPrivateDomains: true, validateHostname: false });
}

/**
 * Whether a whole registry of a top-level domain stands under this name: "com", "co.uk". Suffixes of the list's private
 * section ("s3.amazonaws.com") belong to somebody, who may have a certificate for all names below.
 */
export function isRegistry(name: string): boolean {
  const { publicSuffix, isIcann } = suffixes().parse(name, { allowPrivateDomains: false });
  return publicSuffix === name && isIcann === true;
}

/** Whether the name is one of the public tree, below a registry: no "db.internal", "printer.lan" or bare "intranet". */
export function isBelowRegistry(name: string): boolean {
  const { domain, isIcann } = suffixes().parse(name, { allowPrivateDomains: false, validateHostname: false });
  return domain !== null && isIcann === true && !/(^|\.)arpa\.?$/i.test(name);
}
