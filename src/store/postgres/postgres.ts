import { HandleEmptyInListsPlugin, Kysely, replaceWithNoncontingentExpression, sql } from 'kysely';
import { databaseName } from '../../core/database-url.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import { postgresEngine } from '../engine.ts';
import { migrate } from '../migrations/migrations.ts';
import { type RepositoryLimits, repository } from '../repository.ts';
import type { Schema } from '../schema.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { openPool, usualPatience } from './postgres-pool.ts';
import { refuseUnsuitable } from './unsuitable.ts';

export type PostgresOptions = RepositoryLimits & {
  readonly url: string;
  readonly log?: Log | undefined;
};

/** SQLite reads "in ()" as false, and PostgreSQL as a mistake. */
const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression });

/**
 * Opens the store in a PostgreSQL database that any number of processes share, and makes its tables where needed: of
 * several that start at once one does (Kysely's migrator takes an advisory lock). UserError when the database cannot be
 * reached, refuses the user, or belongs to a newer release.
 */
export async function openPostgresStore({ url, log, ...limits }: PostgresOptions): Promise<Store> {
  const name = databaseName(url);
  const patient = new Kysely<Schema>({
    dialect: postgresDialect(openPool({ url, log, isPatient: true }), name),
  });
  try {
    await refuseUnsuitable(patient, name);
    await migrate(patient, postgresEngine, `The database ${name}`, log);
  } finally {
    await patient.destroy();
  }
  const patience = usualPatience();
  const db = new Kysely<Schema>({
    dialect: postgresDialect(openPool({ url, log, patience }), name, patience),
    plugins: [emptyLists],
  });
  try {
    // Other settings than the patient connection has, which a pooler between may refuse: said now, not by whoever asks first.
    await sql`select 1`.execute(db);
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
  return {
    ...repository(db, postgresEngine, limits),
    hurry: patience.hurry,
    async close() {
      patience.hurry();
      await db.destroy();
    },
  };
}
