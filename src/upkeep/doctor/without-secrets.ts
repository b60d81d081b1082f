import { settings } from '../../settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Takes out what a secret setting holds, wherever a sentence of somebody else's may have repeated it. */
export function secretHider(env: Environment): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name]) => isSecret(name))
    .flatMap(([, value = '']) => partsOf(value))
    .filter(({ length }) => length > 3)
    .toSorted((one, other) => other.length - one.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '...'), text);
}

function isSecret(name: string): boolean {
  if (/^CLIENT_CERT_.*_PASSWORD$/.test(name)) return true;
  const schema = (settings.shape as Readonly<Record<string, { meta(): unknown }>>)[name];
  const page = schema?.meta();
  return typeof page === 'object' && page !== null && 'secret' in page && page.secret === true;
}

/** The whole, and of a URL the password and the path, which are what is secret in it. */
function partsOf(value: string): readonly string[] {
  const url = URL.parse(value);
  if (url === null) return [value, ...value.split(/[\s,]+/)];
  return [value, url.href, url.password, decoded(url.password), url.pathname.slice(1)].filter(
    // The name of a database is no secret.
    (part) => !/^postgres/.test(url.protocol) || part !== url.pathname.slice(1),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
