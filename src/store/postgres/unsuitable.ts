import { type Kysely, sql } from 'kysely';
import { UserError } from '../../core/errors.ts';
import type { Schema } from '../schema.ts';

/** What a server says of itself, as PostgreSQL writes it. */
export type ServerFacts = {
  /** "18.1 (Debian 18.1-1)" */
  readonly version: string;
  /** 180001 */
  readonly number: number;
  /** "UTF8" */
  readonly encoding: string;
  readonly isReadOnly: boolean;
};

/** The oldest that the queue (pg-boss) works with, as `server_version_num` has it. */
export const oldestServer = 130_000;

/** Says at the start what else would break at some statement later. UserError with what to do. */
export async function refuseUnsuitable(db: Kysely<Schema>, name: string): Promise<void> {
  const { rows } = await sql<{ version: string; number: string; encoding: string; read_only: string }>`
    select current_setting('server_version') as version, current_setting('server_version_num') as number,
      current_setting('server_encoding') as encoding, current_setting('transaction_read_only') as read_only
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return;
  const { version, number, encoding, read_only } = row;
  const reason = reasonAgainst({
    ...{ version, encoding },
    number: Number(number),
    isReadOnly: read_only === 'on',
  });
  if (reason !== null) throw new UserError(`The database ${name} ${reason}`);
}

export function reasonAgainst({ version, number, encoding, isReadOnly }: ServerFacts): string | null {
  if (number < oldestServer) {
    const release = version.split(' ')[0] ?? version;
    return `is on PostgreSQL ${release}; Notafter needs ${oldestServer / 10_000} or later. Move it to a newer server (pg_dump there, psql here), or leave DATABASE_URL out for a file.`;
  }
  if (encoding !== 'UTF8') {
    return `keeps text as ${encoding}, which lacks signs that names and messages have. Make another in UTF8: createdb --encoding=UTF8 --template=template0 NAME, and name it in DATABASE_URL.`;
  }
  if (isReadOnly) {
    return 'takes no writes: it is a standby, or default_transaction_read_only is on for this user. Point DATABASE_URL at the primary, as a user who may write.';
  }
  return null;
}
