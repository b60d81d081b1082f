import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { embeddedBinaries } from '../postgres/binaries.ts';
import { type PostgresServer, startPostgres } from '../postgres/start-server.ts';
import { runCell } from './cell.ts';
import type { Row } from './row.ts';
import type { ToxicName } from './waves.ts';
import type { PlaceName } from './ways.ts';

export type RunOptions = {
  readonly places: readonly PlaceName[];
  readonly toxics: readonly ToxicName[];
  readonly minutes: number;
  readonly endpoints: number;
  readonly sweepEvery: string;
  readonly seed: number;
  readonly logs: string | null;
  /** Places next to each other, each with its own bot; their toxics one after the other. */
  readonly isSideBySide: boolean;
  readonly onRow: (row: Row) => void;
  readonly onProgress: (words: string) => void;
};

/** Every place with every toxic, each with a bot of its own. */
export async function runAll(options: RunOptions): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-chaos-'));
  const server = options.places.includes('database') ? await startServer() : null;
  try {
    const runPlace = async (place: PlaceName) => {
      const rows: Row[] = [];
      for (const toxic of options.toxics) {
        const own = join(folder, `${place}-${toxic}`);
        await mkdir(own);
        const postgres = place === 'database' && server !== null ? await newDatabase(server, toxic) : null;
        const row = await runCell({ ...options, place, toxic, folder: own, postgres });
        rows.push(row);
        options.onRow(row);
      }
      return rows;
    };
    if (options.isSideBySide) return (await Promise.all(options.places.map(runPlace))).flat();
    const rows: Row[] = [];
    for (const place of options.places) rows.push(...(await runPlace(place)));
    return rows;
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startServer(): Promise<PostgresServer> {
  const native = embeddedBinaries();
  if (native === null) {
    throw new Error(
      'npm has no PostgreSQL for this platform: leave the database out (--between chat,dns,targets)',
    );
  }
  return startPostgres(native);
}

async function newDatabase(server: PostgresServer, toxic: ToxicName) {
  const database = `chaos_${toxic.replace('-', '_')}`;
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  await client.connect();
  await client.query(`create database ${database} template template0`);
  await client.end();
  return { server, database };
}
