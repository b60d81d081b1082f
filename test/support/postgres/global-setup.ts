import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { embeddedBinaries } from './binaries.ts';
import { type PostgresServer, startPostgres } from './start-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests ask for the PostgreSQL of this run; empty: there is none for this platform. */
    readonly postgresAt: string;
  }
}

/** One server for all files of a run, started when the first of them asks: most runs need none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const native = embeddedBinaries();
  if (native === null) {
    process.stdout.write(
      `PostgreSQL: no binaries for ${process.platform}-${process.arch}, its tests are skipped\n`,
    );
    project.provide('postgresAt', '');
    return async () => undefined;
  }
  let started: Promise<PostgresServer> | null = null;
  const desk = createServer((_request, response) => {
    started ??= startPostgres(native);
    started.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const bound = desk.address();
  project.provide('postgresAt', typeof bound === 'object' ? `http://127.0.0.1:${bound?.port}` : '');
  return async () => {
    desk.close();
    desk.closeAllConnections();
    await (await started?.catch(() => null))?.stop();
  };
}
