import { UserError } from '../../core/errors.ts';

/**
 * What a person can do about a database that cannot be reached, refuses or is full; anything else is a bug, or is tried
 * again, and comes back as it is. SQLSTATE: PostgreSQL documentation, appendix A.
 */
export function postgresError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const code = codeOf(error);
  const advice = adviceFor(code, error) ?? adviceByWords(error.message);
  return advice === null ? error : new UserError(`The database ${name} ${advice}`, { cause: error });
}

/** What only waiting mends: the server or the way to it is not there yet, or not any more. */
const away = new Set([
  ...['57P03', '57P01', '57P02', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EPIPE'],
]);

/** Of what `postgresError` gave: whether the same may well succeed in a moment. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof UserError) || !(error.cause instanceof Error)) return false;
  const { cause } = error;
  const code = codeOf(cause);
  if (code === '08P01' && ofPooler(cause.message) !== null) return false;
  return away.has(code) || code.startsWith('08') || /timeout|Connection terminated/.test(cause.message);
}

/** Of what `postgresError` gave: whether any other statement would have ended in the same way, and as late. */
export function isCutOff(error: unknown): boolean {
  // A server that ends one statement for being late says so with a code.
  return isAway(error) && !/^5[57]/.test(codeOf((error as UserError).cause as Error));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function adviceFor(code: string, error: Error): string | null {
  return ofServer(code, error) ?? ofConnection(code) ?? ofCertificate(code) ?? ofFile(code, error);
}

const lost = 'broke the connection off, so that nobody knows whether that was done. Look, and ask again.';

function ofServer(code: string, { message }: Error): string | null {
  switch (code) {
    case '28P01':
      return 'refuses the password. Check user and password in DATABASE_URL; characters such as @ / # % are written %40 %2F %23 %25 there.';
    case '28000':
      return `refuses this user or address (${message}). Check the user in DATABASE_URL and the server's pg_hba.conf; where it wants TLS add ?sslmode=require.`;
    case '3D000':
      return 'does not exist. Create it (createdb), or correct the name at the end of DATABASE_URL.';
    case '42501':
    case '3F000':
      return `does not let this user do that (${message}). Make it the owner: ALTER DATABASE ... OWNER TO ..., and of the schema public.`;
    case '25006':
      return 'is read-only, as a standby is. Point DATABASE_URL at the primary.';
    case '53100':
      return 'cannot grow: its disk is full. Make room.';
    case '53300':
      return 'has no connection left. Each Notafter process takes up to 10: run fewer, or raise max_connections.';
    case '53200':
      return 'ran out of memory. Give the server more.';
    case '57014':
      return 'took too long for one statement. Look for locks and load in pg_stat_activity.';
    case '55P03':
      return 'has been locked by another program for too long. Look for it in pg_locks.';
    case '57P03':
      return 'is starting up or shutting down. Try again in a moment.';
    case '57P01':
    case '57P02':
    case '57P05':
    case '25P03':
      return lost;
    case '08P01':
      return ofPooler(message) ?? `${lost} Said was: ${message}.`;
    default:
      return code.startsWith('08') ? lost : null;
  }
}

/** PgBouncer has this code for all that it refuses, before anything was done over that connection; else null. */
function ofPooler(message: string): string | null {
  if (/unsupported startup parameter/.test(message)) {
    return `is behind a PgBouncer that refuses a setting (${message}). Set ignore_startup_parameters = statement_timeout, lock_timeout, idle_in_transaction_session_timeout in its pgbouncer.ini and reload it.`;
  }
  if (/no such (database|user)|auth(entication)? failed|not allowed|login rejected/i.test(message)) {
    return `is behind a PgBouncer that refuses (${message}). Check user, password and name in DATABASE_URL, and databases and auth_file of the PgBouncer.`;
  }
  return null;
}

function ofConnection(code: string): string | null {
  switch (code) {
    case 'ECONNREFUSED':
      return 'is not there: the connection was refused. Is PostgreSQL running, and are host and port in DATABASE_URL right?';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'cannot be found: its host has no address. Check the host in DATABASE_URL.';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'does not answer. Check the host in DATABASE_URL and the firewalls between.';
    case 'ECONNRESET':
    case 'EPIPE':
      return lost;
    default:
      return null;
  }
}

function ofCertificate(code: string): string | null {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_HAS_EXPIRED':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `shows a certificate that is not trusted (${code}). Name its CA with sslrootcert=/path/to/ca.pem in DATABASE_URL.`;
    default:
      return null;
  }
}

/** A file that DATABASE_URL names: sslrootcert, sslcert, sslkey. */
function ofFile(code: string, error: Error): string | null {
  const isConnecting = 'syscall' in error && error.syscall === 'connect';
  if (isConnecting && (code === 'ENOENT' || code === 'EACCES')) {
    return `is not there: its socket cannot be opened (${code}). Is PostgreSQL running, and is the folder in DATABASE_URL right?`;
  }
  if (!('path' in error) || typeof error.path !== 'string') return null;
  return `cannot be opened: the file ${error.path} of DATABASE_URL cannot be read (${code}).`;
}

/** What node-postgres says itself carries no code. */
function adviceByWords(message: string): string | null {
  if (/password must be a (non-empty )?string/.test(message)) {
    return 'wants a password, and DATABASE_URL has none: postgres://user:password@host:5432/name.';
  }
  if (/does not support SSL/.test(message)) {
    return 'does not speak TLS. Switch that on in postgresql.conf (ssl = on), or leave sslmode out of DATABASE_URL.';
  }
  if (/timeout exceeded when trying to connect|due to connection timeout/.test(message)) {
    return 'does not answer, or every connection is in use. Check the host in DATABASE_URL, and the load.';
  }
  if (/fell silent/.test(message)) {
    return 'fell silent, so that nobody knows whether that was done. Check the network between, look, and ask again.';
  }
  if (/Connection terminated|connection error and is not queryable|discarded/.test(message)) return lost;
  return null;
}
