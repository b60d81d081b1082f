import { expect, test } from 'vitest';
import { embeddedBinaries } from '../support/postgres/binaries.ts';
import { startPostgres } from '../support/postgres/start-server.ts';
import { prove } from '../support/scale/prove.ts';

const native = embeddedBinaries();

/** `npm run scale` is the whole of it. Six processes and a PostgreSQL start in it. */
test.skipIf(native === null)(
  'a bot, two schedulers and two workers lose nothing and tell nothing twice, over a kill -9 and an outage of the database',
  async () => {
    const server = await startPostgres(native ?? '');
    try {
      const report = await prove({
        ...{ workers: 2, endpoints: 120, soon: 4, refusing: 0, concurrency: 1 },
        ...{ killEveryMs: 3_600_000, killAfterLooks: 20, isImpatient: true, outageMs: 2000 },
        ...{ server, say: () => undefined },
      });
      expect(report.broken).toEqual([]);
      expect(report.kills).toBe(1);
    } finally {
      await server.stop();
    }
  },
  300_000,
);
