import { isAddress } from '../../core/target.ts';

/** The cookies of one look, as far as a redirect that needs them goes; nothing of it is kept or shown. */
export type CookieJar = {
  keep(url: URL, setCookies: readonly string[]): void;
  /** The Cookie header for this URL; empty: none. */
  header(url: URL): string;
};

type Cookie = { readonly domain: string; readonly withSubdomains: boolean; readonly value: string };

const mostCookies = 32;
const longestHeader = 8192;

/** RFC 6265 §5.3 without paths and dates: a look lasts seconds. A second cookie of one name replaces the first. */
export function openCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    keep(url, setCookies) {
      for (const line of setCookies) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const name = pair.slice(0, pair.indexOf('='));
        if (!/^[!#-+\--:<-[\]-~]+$/.test(name) || /[^\t\x20-\x7e]/.test(pair)) continue;
        const domain = domainOf(attributes, url.hostname);
        if (domain === null) continue;
        const key = `${domain.domain} ${name}`;
        if (isEnded(attributes)) cookies.delete(key);
        else if (cookies.has(key) || cookies.size < mostCookies) cookies.set(key, { ...domain, value: pair });
      }
    },
    header(url) {
      const sent = [...cookies.values()].filter((cookie) => isFor(cookie, url.hostname));
      return sent
        .map(({ value }) => value)
        .join('; ')
        .slice(0, longestHeader);
    },
  };
}

function isFor({ domain, withSubdomains }: Cookie, host: string): boolean {
  return host === domain || (withSubdomains && host.endsWith(`.${domain}`));
}

/** RFC 6265 §5.3: a Domain that does not cover the sender makes the cookie void. */
function domainOf(attributes: readonly string[], host: string): Omit<Cookie, 'value'> | null {
  const written = attributeOf(attributes, 'domain')?.replace(/^\./, '').toLowerCase() ?? '';
  if (written === '' || written === host || isAddress(host))
    return { domain: host, withSubdomains: written !== '' };
  return written.includes('.') && host.endsWith(`.${written}`)
    ? { domain: written, withSubdomains: true }
    : null;
}

function isEnded(attributes: readonly string[]): boolean {
  const age = attributeOf(attributes, 'max-age');
  if (age !== null) return /^-\d|^0+$/.test(age);
  const expires = attributeOf(attributes, 'expires');
  return expires !== null && Date.parse(expires) <= 86_400_000 * 366;
}

function attributeOf(attributes: readonly string[], name: string): string | null {
  const found = attributes.findLast((attribute) => attribute.toLowerCase().startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1).trim();
}
