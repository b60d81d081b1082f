import { isSslMode, parseDatabaseUrl, sslModes } from '../../core/database-url.ts';
import { UserError } from '../../core/errors.ts';

/**
 * The URL with `sslmode` in the meaning of every other client of PostgreSQL: `require` encrypts and trusts whoever
 * answers, unless `sslrootcert` names whom to trust. UserError where it is no such URL.
 */
export function clientUrl(text: string): string {
  const url = parseDatabaseUrl(text);
  // The text stays out: it holds a password.
  if (url === null) throw new UserError('DATABASE_URL must be postgres://user:password@host:5432/name.');
  const { searchParams: options } = url;
  const mode = options.get('sslmode');
  if (mode !== null && !isSslMode(mode)) {
    throw new UserError(`DATABASE_URL has an unknown sslmode. These are known: ${sslModes.join(', ')}.`);
  }
  if (options.get('sslrootcert') === 'system') {
    options.delete('sslrootcert');
    options.set('sslmode', 'verify-full');
    return url.href;
  }
  if (mode === 'verify-ca' && !options.has('sslrootcert')) {
    throw new UserError(
      'DATABASE_URL has sslmode=verify-ca and no sslrootcert, the file of the CA to trust. Add it, or say verify-full.',
    );
  }
  // Plain, as both allow: node-postgres cannot try one and then the other.
  if (mode === 'allow' || mode === 'prefer') options.delete('sslmode');
  else if (mode !== null && mode !== 'no-verify') options.set('uselibpqcompat', 'true');
  return url.href;
}
