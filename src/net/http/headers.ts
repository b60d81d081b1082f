const mostHeaders = 128;
const longestValue = 8192;

/** Raw name and value octets in turn, as undici hands them over, to a plain record whose keys nobody can abuse. */
export function boundedHeaders(raw: readonly (Buffer | string)[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = textOf(raw[at]).toLowerCase();
    const value = textOf(raw[at + 1]);
    const before = headers.get(name);
    if (before === undefined && headers.size >= mostHeaders) break;
    const joined = before === undefined ? value : `${before}, ${value}`;
    headers.set(name, joined.slice(0, longestValue));
  }
  // Unlike assignment this makes a header called "__proto__" an ordinary key.
  return Object.fromEntries(headers);
}

/** RFC 9110 §5.5: octets beyond ASCII are opaque; latin1 keeps every one of them. */
function textOf(part: Buffer | string | undefined): string {
  if (part === undefined) return '';
  return typeof part === 'string' ? part : part.toString('latin1');
}

const mostCookies = 32;
const longestCookie = 4096;

/** RFC 9110 §5.3: Set-Cookie is the one field that cannot be joined. */
export function setCookies(raw: readonly (Buffer | string)[]): readonly string[] {
  const cookies: string[] = [];
  for (let at = 0; at + 1 < raw.length && cookies.length < mostCookies; at += 2) {
    if (textOf(raw[at]).toLowerCase() === 'set-cookie')
      cookies.push(textOf(raw[at + 1]).slice(0, longestCookie));
  }
  return cookies;
}
