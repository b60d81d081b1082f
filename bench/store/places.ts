import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PostgresServer } from '../../test/support/postgres/start-server.ts';
import { cpuSecondsBelow } from '../../test/support/scale/cpu-of.ts';
import { sqlAt } from '../../test/support/scale/sql-at.ts';

/** What the engine has done so far; null: it does not tell. */
export type EngineState = {
  readonly serverCpu: number | null;
  readonly commits: number | null;
  /** Of the write-ahead log. */
  readonly logBytes: number | null;
  readonly bytes: number;
};

/** Bytes of each table with its indexes, what is free in them included. */
export type Sizes = Readonly<Record<string, number>>;

export type StorePlace = AsyncDisposable & {
  readonly location: string;
  state(): Promise<EngineState>;
  sizes(): Promise<Sizes>;
  /** What the engine does by itself about once a minute, for those who make days pass faster. */
  tidy(): Promise<void>;
};

export async function sqlitePlace(): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-bench-'));
  const location = join(folder, 'notafter.db');
  return {
    location,
    async state() {
      return { serverCpu: null, commits: null, logBytes: null, bytes: (await stat(location)).size };
    },
    tidy: async () => undefined,
    async sizes() {
      const file = new DatabaseSync(location, { readOnly: true });
      try {
        const rows = file
          .prepare(
            `select tbl_name as name, sum(pgsize) as bytes from dbstat join sqlite_schema using (name) group by tbl_name`,
          )
          .all();
        return Object.fromEntries(rows.map(({ name, bytes }) => [String(name), Number(bytes)]));
      } finally {
        file.close();
      }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function postgresPlace({ url }: PostgresServer): Promise<StorePlace> {
  await sqlAt(`${url}/postgres`, 'create database bench template template0');
  const location = `${url}/bench`;
  const { port } = new URL(url);
  return {
    location,
    async state() {
      await sqlAt(location, 'checkpoint');
      const [row] = await sqlAt(
        location,
        `select pg_current_wal_lsn() - '0/0' as log, pg_database_size(current_database()) as bytes,
           (select xact_commit from pg_stat_database where datname = current_database()) as commits`,
      );
      return {
        serverCpu: cpuSecondsBelow(`port=${port}`),
        commits: Number(row?.commits),
        logBytes: Number(row?.log),
        bytes: Number(row?.bytes),
      };
    },
    async tidy() {
      await sqlAt(location, 'vacuum');
    },
    async sizes() {
      const rows = await sqlAt(
        location,
        `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
           where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      );
      return Object.fromEntries(rows.map(({ name, bytes }) => [String(name), Number(bytes)]));
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
