import { PgBoss } from 'pg-boss';
import { databaseName } from '../core/database-url.ts';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Queue, Work } from '../core/queue.ts';
import { postgresError } from '../store/postgres/postgres-error.ts';
import { openPool } from '../store/postgres/postgres-pool.ts';
import { startFetching } from './fetching.ts';
import { longestPauseSeconds, type Retries, usualRetries } from './retries.ts';

export type PgBossOptions = {
  readonly url: string;
  readonly log?: Log | undefined;
  readonly retries?: Retries;
};

/** Apart from the tables of the store, which has migrations of its own. */
const schema = 'notafter_queue';
const mostConnections = 2;
/** The least that pg-boss takes: a worker that is silent for so long is dead. */
const heartbeatSeconds = 10;
const expireSeconds = 900;
const keepDoneSeconds = 600;
const mostInOneInsert = 1000;

/** Jobs in PostgreSQL, shared by every process that has the same DATABASE_URL. */
export async function openPgBossQueue({ url, log, retries = usualRetries }: PgBossOptions): Promise<Queue> {
  const database = databaseName(url);
  const pool = openPool({ url, log, connections: mostConnections });
  const boss = new PgBoss({
    schema,
    db: {
      async executeSql(text, values) {
        try {
          return await pool.query(text, values as unknown[]);
        } catch (error) {
          throw postgresError(error, database);
        }
      },
    },
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
    // Of all processes one does it each time.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 300,
    bamIntervalSeconds: 300,
    flowIntervalSeconds: 300,
  });
  boss.on('error', (error) => log?.warn({ reason: reasonOf(error) }, 'the queue has trouble'));
  boss.on('warning', ({ message }) => log?.warn({ reason: message }, 'the queue warns'));
  try {
    await boss.start();
  } catch (error) {
    await pool.end();
    throw error;
  }

  const made = new Map<string, Promise<void>>();
  const working = new Map<string, Set<Work & { poke(): void }>>();

  function ready(name: string): Promise<void> {
    const making = made.get(name) ?? make(name);
    made.set(name, making);
    // Made again by whoever asks next.
    making.catch(() => made.delete(name));
    return making;
  }

  async function make(name: string): Promise<void> {
    const options = {
      heartbeatSeconds,
      expireInSeconds: expireSeconds,
      deleteAfterSeconds: keepDoneSeconds,
      retryLimit: retries.mostTries - 1,
      retryDelay: retries.firstPauseSeconds,
      retryBackoff: retries.firstPauseSeconds > 0,
      ...(retries.firstPauseSeconds > 0 ? { retryDelayMax: longestPauseSeconds } : {}),
    };
    await boss.createQueue(name, { ...options, policy: 'exclusive' });
    // One that an older release made keeps what that gave it.
    await boss.updateQueue(name, options);
  }

  return {
    isShared: true,
    async send(name, jobs) {
      await ready(name);
      let added = 0;
      for (let from = 0; from < jobs.length; from += mostInOneInsert) {
        const some = jobs.slice(from, from + mostInOneInsert);
        const rows = some.map(({ key, data }) => ({ singletonKey: key, data: { value: data } }));
        added += (await boss.insert(name, rows, { returnId: true }))?.length ?? 0;
      }
      if (added > 0) for (const work of working.get(name) ?? []) work.poke();
      return added;
    },
    async work(name, options, handle) {
      await ready(name);
      const here = working.get(name) ?? new Set();
      working.set(name, here);
      const work = startFetching({ boss, name, ...options, handle, mostTries: retries.mostTries, log });
      here.add(work);
      return {
        async stop() {
          here.delete(work);
          await work.stop();
        },
      };
    },
    async pending(name) {
      const text = `select count(*)::int as count from ${schema}.job where name = $1 and state < 'completed'`;
      const { rows } = await boss.getDb().executeSql(text, [name]);
      return Number(rows[0]?.count ?? 0);
    },
    async close() {
      await Promise.all([...working.values()].flatMap((here) => [...here].map((work) => work.stop())));
      await boss.stop({ graceful: false, close: false });
      await pool.end();
    },
  };
}
