/** A reason for people, without what these URLs keep secret: paths and queries may be the key to what they lead to. */
export function withoutUrls(reason: string, urls: readonly string[]): string {
  const secrets = urls.flatMap((text) => {
    const url = URL.parse(text);
    if (url === null) return [text];
    const pieces = [...url.pathname.split('/'), ...url.searchParams.values()].filter(
      ({ length }) => length > 3,
    );
    return [text, url.href, `${url.pathname}${url.search}`, ...pieces];
  });
  return secrets
    .filter(({ length }) => length > 1)
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, secret) => text.replaceAll(secret, '...'), reason);
}
