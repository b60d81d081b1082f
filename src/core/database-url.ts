/** As libpq has them (PostgreSQL documentation, 34.19.1), and `no-verify` of node-postgres. */
export const sslModes = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
  'no-verify',
] as const;

export function isSslMode(text: string): boolean {
  return sslModes.some((mode) => mode === text);
}

/**
 * Null where it is none of PostgreSQL's, and where a piece of the password stands where host and name are read, since somebody left
 * its @ / ? or # as they are: whoever shows the name would show that.
 */
export function parseDatabaseUrl(text: string): URL | null {
  // As libpq takes it where `?host=` names a folder of sockets; the URL standard wants a host behind the "@".
  const whole = text.replace(/^([a-z]+:\/\/[^/@]*@)(?=[/?])/i, '$1localhost');
  if (!/^postgres(ql)?:\/\//i.test(whole)) return null;
  try {
    const url = new URL(whole);
    const { username, pathname, search, searchParams, hash } = url;
    const isInQuery = search.includes('@') && username === '' && !searchParams.has('user');
    return pathname.includes('@') || isInQuery || hash !== '' ? null : url;
  } catch {
    return null;
  }
}

/** With an `sslmode`, where it has none of its own; hosts of databases hand out URLs that cannot be changed. */
export function withSslMode(text: string, mode: string | undefined): string {
  const url = parseDatabaseUrl(text);
  if (mode === undefined || url === null || url.searchParams.has('sslmode')) return text;
  return `${text}${text.includes('?') ? '&' : '?'}sslmode=${encodeURIComponent(mode)}`;
}

/** Which database it is, for people: host and name, never the user or the password. */
export function databaseName(text: string): string {
  const url = parseDatabaseUrl(text);
  if (url === null) return 'of DATABASE_URL';
  const host = url.searchParams.get('host') ?? url.host;
  return [host === '' ? 'localhost' : host, url.pathname.slice(1)].filter((part) => part !== '').join('/');
}
