import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Damage } from '../../core/store/damaged.ts';
import type { Member } from '../../core/vantages/member.ts';
import { clockJumpMark } from '../../core/watch/clock-jump.ts';
import { stepNames } from '../migrations/migrations.ts';
import { isBusy, sqliteError } from '../sqlite/sqlite-error.ts';
import { damagedRows } from './damaged-rows.ts';
import { type Ask, connectTo } from './postgres-source.ts';
import { damageOf } from './sqlite-source.ts';

/** What there is to see of a store from outside; nothing of it is changed, and no step is taken. */
export type StoreSight = {
  readonly engine: 'sqlite' | 'postgresql';
  /** Whether what was written is sound; none: it is. Of PostgreSQL nobody can tell from outside. */
  readonly damage: readonly string[];
  /** Steps of this release that are not done. */
  readonly missing: readonly string[];
  /** Steps that this release does not know. */
  readonly unknown: readonly string[];
  /** Null where steps are missing or unknown. */
  readonly vitals: Vitals | null;
  /** How many processes have it open, as far as that can be told. */
  readonly inUse: boolean;
  /** Of PostgreSQL only. */
  readonly server: ServerSight | null;
};

export type Vitals = {
  readonly endpoints: number;
  readonly queued: number;
  readonly oldestQueuedAt: Date | null;
  readonly refused: number;
  readonly sweptAt: Date | null;
  readonly digests: number;
  readonly digestSentAt: Date | null;
  /** Whoever said that it lives, at any time; those that ended cleanly are gone. */
  readonly members: readonly MemberSight[];
  /** Marks of the last canary and the last jump of the clock, as they are kept. */
  readonly canary: string | null;
  readonly clockJump: string | null;
  /** Rows that nobody can read. */
  readonly unreadable: Damage;
};

export type MemberSight = Pick<Member, 'roles' | 'vantage' | 'version' | 'seenAt'>;

export type ServerSight = {
  /** 180004 is 18.4. */
  readonly version: number;
  /** Its clock less ours. */
  readonly clockOffsetMs: number;
  readonly connectionsLeft: number;
  readonly isEncrypted: boolean;
  readonly isStandby: boolean;
};

export async function seeSqlite(path: string): Promise<StoreSight> {
  let database: DatabaseSync | null = null;
  try {
    const open = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
    database = open;
    const ask: Ask = async (sql, parameters = []) =>
      open.prepare(sql).all(...(parameters as string[])) as Record<string, unknown>[];
    const known = await ask("select 1 from sqlite_schema where name = 'migrations'");
    return {
      engine: 'sqlite',
      damage: damageOf(open),
      inUse: isHeld(path),
      server: null,
      ...(await withVitals(ask, known.length > 0)),
    };
  } catch (error) {
    throw sqliteError(error, path);
  } finally {
    database?.close();
  }
}

/** Whoever has a store open shares the lock beside it. */
function isHeld(path: string): boolean {
  // Looking makes no file.
  if (!existsSync(`${path}.lock`)) return false;
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(`${path}.lock`, { timeout: 0 });
    lock.exec('begin exclusive');
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    lock?.close();
  }
}

export async function seePostgres(url: string, now: () => Date): Promise<StoreSight> {
  const { ask, close } = await connectTo(url);
  try {
    const [known] = await ask("select to_regclass('migrations') is not null as known");
    const [others] = await ask(
      "select count(*) as count from pg_stat_activity where application_name = 'notafter' and datname = current_database() and pid <> pg_backend_pid()",
    );
    return {
      engine: 'postgresql',
      damage: [],
      inUse: Number(others?.count ?? 0) > 0,
      server: await seeServer(ask, now),
      ...(await withVitals(ask, known?.known === true)),
    };
  } finally {
    await close();
  }
}

async function seeServer(ask: Ask, now: () => Date): Promise<ServerSight> {
  const before = now().getTime();
  const [clock] = await ask('select extract(epoch from clock_timestamp()) * 1000 as at');
  const halfway = (before + now().getTime()) / 2;
  const [seen] = await ask(
    `select current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby,
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
              - (select count(*) from pg_stat_activity where backend_type = 'client backend') as free,
            coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted`,
  );
  return {
    version: Number(seen?.version ?? 0),
    clockOffsetMs: Math.round(Number(clock?.at ?? halfway) - halfway),
    connectionsLeft: Number(seen?.free ?? 0),
    isEncrypted: seen?.encrypted === true,
    isStandby: seen?.standby === true,
  };
}

async function withVitals(
  ask: Ask,
  isKnown: boolean,
): Promise<Pick<StoreSight, 'missing' | 'unknown' | 'vitals'>> {
  const done = isKnown ? (await ask('select name from migrations')).map(({ name }) => String(name)) : [];
  const missing = stepNames.filter((name) => !done.includes(name));
  const unknown = done.filter((name) => !stepNames.includes(name));
  const isOurs = missing.length === 0 && unknown.length === 0;
  return { missing, unknown, vitals: isOurs ? await vitalsOf(ask) : null };
}

async function vitalsOf(ask: Ask): Promise<Vitals> {
  const one = async (sql: string) => (await ask(sql))[0] ?? {};
  const queued = await one(
    "select count(*) as count, min(queued_at) as at from notifications where state = 'queued'",
  );
  return {
    endpoints: Number((await one('select count(*) as count from endpoints')).count),
    queued: Number(queued.count),
    oldestQueuedAt: dateOf(queued.at),
    refused: Number((await one("select count(*) as count from notifications where state = 'refused'")).count),
    sweptAt: dateOf((await one('select max(at) as at from sightings')).at),
    digests: Number((await one('select count(*) as count from digests')).count),
    digestSentAt: dateOf(
      (
        await one(
          "select max(settled_at) as at from notifications where state = 'sent' and key like 'digest:%'",
        )
      ).at,
    ),
    members: (await ask('select roles, vantage, version, seen_at from members order by id limit 1000')).map(
      memberOf,
    ),
    canary: textOf((await one("select value from marks where key = 'canary'")).value),
    clockJump: textOf((await one(`select value from marks where key = '${clockJumpMark}'`)).value),
    unreadable: await damagedRows(ask),
  };
}

function memberOf(row: Readonly<Record<string, unknown>>): MemberSight {
  return {
    roles: rolesIn(String(row.roles)),
    vantage: textOf(row.vantage),
    version: String(row.version),
    seenAt: new Date(Number(row.seen_at)),
  };
}

/** None where it is not as we write it. */
function rolesIn(json: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(json);
    return Array.isArray(read) ? read.map(String) : [];
  } catch {
    return [];
  }
}

function dateOf(value: unknown): Date | null {
  return value == null ? null : new Date(Number(value));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
