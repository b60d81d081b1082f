/** Shorter ones stand in ordinary words. */
const shortest = 6;

/** Takes secrets out of a text, as they are and as JSON and URLs write them; for logs, which repeat what others answered. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const writings = secrets
    .filter(({ length }) => length >= shortest)
    .flatMap((secret) => {
      const json = JSON.stringify(secret).slice(1, -1);
      // A text that is quoted in a text is escaped twice.
      return [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), base64Of(secret)];
    });
  const ordered = [...new Set(writings)].toSorted((one, other) => other.length - one.length);
  return (text) => ordered.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text);
}

/** As Basic credentials begin, without what its end depends on. */
function base64Of(secret: string): string {
  return Buffer.from(secret).toString('base64').replace(/.?=*$/, '');
}
