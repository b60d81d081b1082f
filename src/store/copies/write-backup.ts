import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { format, type Head, rowLine, type TableHead } from './backup-format.ts';
import type { Counts, Source } from './source.ts';

export type Written = { readonly rows: Counts; readonly sha256: string };

export type WriteOptions = {
  readonly version: string;
  readonly at: Date;
  readonly signal: AbortSignal;
};

/** Writes all of the source and ends `to`. Rejects with what `to` fails with, or once the signal aborts. */
export async function writeBackup(
  source: Source,
  to: Writable,
  { version, at, signal }: WriteOptions,
): Promise<Written> {
  const gzip = createGzip();
  const hash = createHash('sha256');
  const ended = finished(gzip.pipe(to), { signal });
  // The end is awaited last; until then a failure must not be nobody's.
  const failed = ended.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);

  async function write(text: string): Promise<void> {
    signal.throwIfAborted();
    hash.update(text);
    if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), failed]);
  }

  const head: Head = {
    notafter: 'backup',
    format,
    version,
    at: at.toISOString(),
    engine: source.engine,
    schema: source.schema,
  };
  const rows: Record<string, number> = {};
  try {
    await write(`${JSON.stringify(head)}\n`);
    for (const table of source.tables) {
      const begin: TableHead = { table: table.name, columns: table.columns };
      await write(`${JSON.stringify(begin)}\n`);
      rows[table.name] = 0;
      for await (const some of source.rows(table)) {
        rows[table.name] = (rows[table.name] ?? 0) + some.length;
        await write(some.map((row) => `${rowLine(row)}\n`).join(''));
      }
    }
    const numbers = await source.numbers();
    const sha256 = hash.digest('hex');
    gzip.end(`${JSON.stringify({ end: { rows, numbers, sha256 } })}\n`);
    await ended;
    return { rows, sha256 };
  } catch (error) {
    gzip.destroy();
    to.destroy();
    throw error;
  }
}
