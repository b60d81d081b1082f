import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseTarget } from '../../../src/core/target.ts';
import { openStore } from '../../../src/store/index.ts';
import type { PostgresServer } from '../postgres/start-server.ts';
import { type RoleProcess, startRole } from '../processes/role-process.ts';
import { newEndpoint } from '../store-fixtures.ts';
import { cpuSecondsBelow, cpuSecondsOf } from './cpu-of.ts';
import type { ScaleFarm } from './farm.ts';
import { sqlAt } from './sql-at.ts';
import { broken, type Promised, readState } from './state.ts';

export type ScaleOptions = {
  readonly workers: number;
  readonly endpoints: number;
  /** Certificates that end in three days, and endpoints that refuse: each has to be told of once. */
  readonly soon: number;
  readonly refusing: number;
  readonly killEveryMs: number;
  /** One more is killed once so many endpoints were looked at; left out: none. */
  readonly killAfterLooks?: number;
  /** Whoever was killed is taken for dead at once, and not after ten seconds. */
  readonly isImpatient?: boolean;
  /** How long the database is away, once; 0: never. */
  readonly outageMs: number;
  readonly concurrency: number;
  readonly server: PostgresServer;
  say(line: string): void;
};

export type ScaleReport = {
  readonly kills: number;
  readonly sweepSeconds: number;
  readonly looks: number;
  /** Seconds of processor time. */
  readonly cpu: Readonly<Record<'workers' | 'scheduler' | 'bot' | 'database', number>>;
  readonly databaseBytes: number;
  /** One sentence each. */
  readonly broken: readonly string[];
};

const farmFile = fileURLToPath(new URL('./farm.ts', import.meta.url));
const home = { platform: 'console', channel: 'console' } as const;

/** Processes of every role on one PostgreSQL sweep a farm while workers are killed and the database goes away. */
export async function prove(options: ScaleOptions): Promise<ScaleReport> {
  const { server, endpoints, say } = options;
  const folder = await mkdtemp(join(tmpdir(), 'notafter-scale-'));
  const database = `${server.url}/scale`;
  await sqlAt(`${server.url}/postgres`, 'create database scale template template0');
  const child = fork(farmFile, { stdio: 'inherit' });
  child.send(options.soon);
  const [farm] = (await once(child, 'message')) as [ScaleFarm];
  await writeFile(join(folder, 'root.pem'), farm.anchorsPem);
  const promised = await seed(database, farm, options);
  say(`${endpoints} endpoints are watched, ${promised.length} of them are to be told of`);

  const env = {
    DATABASE_URL: database,
    EXTRA_CA_FILE: join(folder, 'root.pem'),
    ALLOWED_NETWORKS: '127.0.0.0/8',
    SWEEP_INTERVAL: '24h',
    SWEEP_CONCURRENCY: String(options.concurrency),
    CONSOLE_PORT: '0',
    LOG_LEVEL: 'error',
  };
  const start = (role: string) => startRole({ words: [role], env, folder });
  const cpu = { workers: 0, scheduler: 0, bot: 0, database: 0 };
  const workers = new Set<RoleProcess>();
  const others: RoleProcess[] = [];
  let kills = 0;
  let isOver = false;
  const begun = performance.now();

  async function killNow(): Promise<void> {
    const [victim] = workers;
    if (victim === undefined) return;
    workers.delete(victim);
    cpu.workers += cpuSecondsOf(victim.pid);
    await victim.kill();
    kills += 1;
    if (options.isImpatient === true) await sqlAt(database, longSilent).catch(() => undefined);
    workers.add(await start('worker'));
  }

  async function killOnce(): Promise<void> {
    const { killAfterLooks } = options;
    if (killAfterLooks === undefined) return;
    while (!(await looked(database, killAfterLooks))) await wait(20);
    await killNow();
  }

  async function killOften(): Promise<void> {
    const over = new AbortController();
    ending.signal.addEventListener('abort', () => over.abort());
    while (!isOver) {
      await wait(options.killEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
      // One that starts while the database is away waits for it, and would hold up the next.
      if (!isOver && !isAway) await killNow();
    }
  }

  let isAway = false;
  const ending = new AbortController();
  async function outage(): Promise<void> {
    if (options.outageMs === 0) return;
    const half = () => looked(database, endpoints / 2);
    while (!(await half().catch(() => false))) await wait(500);
    isAway = true;
    say(`the database is stopped for ${options.outageMs / 1000} s`);
    await server.crash();
    await wait(options.outageMs);
    await server.start();
    isAway = false;
    say('the database is back');
  }

  try {
    others.push(...(await Promise.all([start('bot'), start('scheduler'), start('scheduler')])));
    for (const worker of await Promise.all(Array.from({ length: options.workers }, () => start('worker'))))
      workers.add(worker);
    const killing = killOften();
    await Promise.all([killOnce().then(outage), untilSwept(database, say)]);
    const sweepSeconds = (performance.now() - begun) / 1000;
    isOver = true;
    ending.abort();
    await killing;
    await untilTold(database, promised, say);
    for (const { pid } of workers) cpu.workers += cpuSecondsOf(pid);
    const [bot, ...schedulers] = others;
    cpu.bot = cpuSecondsOf(bot?.pid ?? 0);
    for (const { pid } of schedulers) cpu.scheduler += cpuSecondsOf(pid);
    cpu.database = cpuSecondsBelow(`port=${new URL(server.url.replace('postgres:', 'http:')).port}`);
    const state = await readState(database);
    return {
      kills,
      sweepSeconds,
      looks: state.looks,
      cpu,
      databaseBytes: state.bytes,
      broken: broken(state, endpoints, promised),
    };
  } finally {
    isOver = true;
    ending.abort();
    await Promise.all([...others, ...workers].map((one) => one.kill()));
    child.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

async function seed(
  database: string,
  { port }: ScaleFarm,
  { endpoints, soon, refusing }: ScaleOptions,
): Promise<readonly Promised[]> {
  const store = await openStore(database);
  const promised: Promised[] = [];
  const add = async (host: string, at: number, where = port) => {
    const address = `127.${1 + Math.floor(at / 62_500)}.${Math.floor(at / 250) % 250}.${(at % 250) + 1}`;
    const target = { ...parseTarget(`https://${host}:${where}`), address };
    await store.endpoints.add(newEndpoint('x.test', { target, home, owners: [] }), new Date());
  };
  for (let from = 0; from < endpoints; from += 50) {
    const some = Array.from({ length: Math.min(50, endpoints - from) }, (_, n) => from + n);
    await Promise.all(
      some.map((at) => {
        if (at < soon) return add(`soon${at}.farm.test`, at);
        // Nobody listens there: it is assigned to nothing, and the policy lets it be asked.
        return at < soon + refusing ? add(`refuses${at}.farm.test`, at, 4) : add('farm.test', at);
      }),
    );
  }
  for (let at = 0; at < soon; at++) promised.push({ host: `soon${at}.farm.test`, problem: 'lapse' });
  for (let at = soon; at < soon + refusing; at++)
    promised.push({ host: `refuses${at}.farm.test`, problem: 'unreachable' });
  await store.close();
  return promised;
}

async function untilSwept(database: string, say: (line: string) => void): Promise<void> {
  let said = performance.now();
  for (;;) {
    await wait(1000);
    const [row] = await sqlAt(database, sweptSql).catch(() => []);
    if (row?.ended === true) return;
    if (row !== undefined && performance.now() - said > 30_000) {
      say(`${row.seen} looked at`);
      said = performance.now();
    }
  }
}

/** Of batches that somebody works at, the living ones included: those say so again at once. */
const longSilent = `update notafter_queue.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`;

const sweptSql = `select (select count(*) from sightings)::int as seen,
  exists (select 1 from sweeps where ended_at is not null) as ended`;

async function looked(database: string, count: number): Promise<boolean> {
  const [row] = await sqlAt(database, 'select count(*)::int as seen from sightings');
  return Number(row?.seen) >= count;
}

/** Troubles are confirmed by looks a minute apart. */
async function untilTold(
  database: string,
  promised: readonly Promised[],
  say: (line: string) => void,
): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < 300_000) {
    const { sent, waiting } = await readState(database);
    if (sent.length >= promised.length && waiting === 0) break;
    await wait(1000);
  }
  say('everything was told, or five minutes were not enough');
  // Whatever would come twice comes now.
  await wait(3000);
}
