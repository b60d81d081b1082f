import {
  type ColumnDefinitionNode,
  type CompiledQuery,
  type DatabaseConnection,
  type DataTypeNode,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Pool } from 'pg';
import { isConflict, pauseAfter } from '../in-transaction.ts';
import { storable } from '../storable.ts';
import type { Patience } from './patience.ts';
import { postgresError } from './postgres-error.ts';

/** Kysely's PostgreSQL dialect. The pool is ended when Kysely is destroyed. `name`: the database, for people. */
export function postgresDialect(pool: Pool, name: string, patience?: Patience): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => carefulDriver(pool, name, patience),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PlainTextCompiler(),
  };
}

/**
 * Text in the order of its bytes, as SQLite has it: what is read page by page must not be sorted by the language that
 * somebody's server happens to speak.
 */
class PlainTextCompiler extends PostgresQueryCompiler {
  #column: ColumnDefinitionNode | null = null;

  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    this.#column = node;
    super.visitColumnDefinition(node);
    this.#column = null;
  }

  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    if (this.#column?.dataType === node && node.dataType === 'text') this.append(' collate "C"');
  }
}

type PostgresConnection = Parameters<PostgresDriver['rollbackTransaction']>[0];
type Inner = { readonly connection: PostgresConnection; inTransaction: boolean };

/** Says what is wrong with a database in words, and runs a lone statement again where that lost to another. */
function carefulDriver(pool: Pool, name: string, patience: Patience | undefined): Driver {
  const driver = new PostgresDriver({ pool });
  const innerOnes = new WeakMap<DatabaseConnection, Inner>();

  const innerOf = (outer: DatabaseConnection): Inner => {
    const inner = innerOnes.get(outer);
    if (inner === undefined) throw new Error('a connection of another driver');
    return inner;
  };
  const said = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw postgresError(error, name);
    }
  };

  async function acquire(): Promise<PostgresConnection> {
    const acquiring = driver.acquireConnection() as Promise<PostgresConnection>;
    if (patience === undefined) return acquiring;
    return patience.bounded(acquiring, (late) => void driver.releaseConnection(late));
  }

  return {
    init: () => driver.init(),
    async acquireConnection() {
      const connection = await said(acquire());
      const inner: Inner = { connection, inTransaction: false };
      const outer: DatabaseConnection = {
        executeQuery: <R>(query: CompiledQuery) => said(execute<R>(inner, query)),
        streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
      };
      innerOnes.set(outer, inner);
      return outer;
    },
    async beginTransaction(outer, settings) {
      const inner = innerOf(outer);
      await said(driver.beginTransaction(inner.connection, settings));
      inner.inTransaction = true;
    },
    async commitTransaction(outer) {
      const inner = innerOf(outer);
      await said(driver.commitTransaction(inner.connection));
      inner.inTransaction = false;
    },
    async rollbackTransaction(outer) {
      const inner = innerOf(outer);
      inner.inTransaction = false;
      await said(driver.rollbackTransaction(inner.connection));
    },
    releaseConnection: (outer) => driver.releaseConnection(innerOf(outer).connection),
    destroy: () => driver.destroy(),
  };
}

const mostTries = 8;

async function execute<R>(
  { connection, inTransaction }: Inner,
  query: CompiledQuery,
): Promise<QueryResult<R>> {
  const plain = { ...query, parameters: query.parameters.map(bindable) };
  for (let tries = 1; ; tries += 1) {
    try {
      return await connection.executeQuery<R>(plain);
    } catch (error) {
      if (inTransaction || tries === mostTries || !isConflict(error)) throw error;
      await pauseAfter(tries);
    }
  }
}

/** PostgreSQL's text has no place for U+0000, which a hostile certificate may well have in a name. */
function bindable(value: unknown): unknown {
  // Kysely asks for tables with one; no column of ours is of that type.
  if (typeof value === 'boolean') return value;
  const kept = storable(value);
  return typeof kept === 'string' && kept.includes('\0') ? kept.replaceAll('\0', '\u{fffd}') : kept;
}
