import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
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
import { sqliteError } from './sqlite-error.ts';

/** Kysely's SQLite dialect over `node:sqlite`. The database is closed when Kysely is destroyed. */
export function sqliteDialect(database: DatabaseSync, path: string): Dialect {
  const adapted = adapt(database, path);
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: (): Driver => new ImmediateDriver({ database: adapted }),
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
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** More than the repository has statements. */
const keptStatements = 100;

function adapt(database: DatabaseSync, path: string): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = orExplained(path, () => adaptStatement(database.prepare(sql), path));
      if (statements.size >= keptStatements) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync, path: string): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => orExplained(path, () => statement.all(...parameters.map(bindable))),
    run: (parameters) => orExplained(path, () => statement.run(...parameters.map(bindable))),
    iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
  };
}

/** `node:sqlite` binds a Date as NULL without a word, and takes a plain object for named parameters. */
function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`${String(value)} cannot be stored: give the store integers, text, bytes or null.`);
}

function orExplained<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw sqliteError(error, path);
  }
}
