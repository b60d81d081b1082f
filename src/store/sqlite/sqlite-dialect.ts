import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import { storable } from '../storable.ts';
import { isBusy, sqliteError } from './sqlite-error.ts';

/** Kysely's SQLite dialect over `node:sqlite`. The database is closed when Kysely is destroyed. */
export function sqliteDialect(database: DatabaseSync, path: string): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: (): Driver => new ImmediateDriver(adapt(database), path),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite rolls CREATE TABLE back with the rest: the migrator then runs inside one transaction. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * A deferred transaction that reads first and writes later fails at once when another process wrote in between, and
 * no busy timeout helps (SQLITE_BUSY_SNAPSHOT). All our transactions write, so they queue at the door instead.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #path: string;
  #connection: DatabaseConnection | null = null;

  constructor(database: SqliteDatabase, path: string) {
    super({ database });
    this.#path = path;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= patient(await super.acquireConnection(), this.#path);
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Others hold the write lock for milliseconds. */
const longestBusyMs = 10_000;
const longestPauseMs = 40;

/**
 * Waits for another writer without holding up the thread: SQLite's own busy timeout sleeps in it, and when the other
 * writer is a second handle of this very thread, it would sleep until both fail.
 */
function patient(connection: DatabaseConnection, path: string): DatabaseConnection {
  return {
    async executeQuery(query, options) {
      for (let waitedMs = 0; ; ) {
        try {
          return await connection.executeQuery(query, options);
        } catch (error) {
          if (!isBusy(error) || waitedMs >= longestBusyMs) throw sqliteError(error, path);
          const pauseMs = 1 + Math.random() * longestPauseMs;
          await wait(pauseMs);
          waitedMs += pauseMs;
        }
      }
    },
    streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
  };
}

/** More than the repository has statements. */
const keptStatements = 100;

function adapt(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = adaptStatement(database.prepare(sql));
      if (statements.size >= keptStatements) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(storable)),
    run: (parameters) => statement.run(...parameters.map(storable)),
    iterate: (parameters) => statement.iterate(...parameters.map(storable)),
  };
}
