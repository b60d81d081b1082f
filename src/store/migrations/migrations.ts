import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Engine } from '../engine.ts';
import type { Schema } from '../schema.ts';
import { createFirstTables } from './0001-first-tables.ts';
import { createAnswers } from './0002-answers.ts';
import { addRenewalWindow } from './0003-renewal-window.ts';
import { createObservations } from './0004-observations.ts';
import { createIncidents } from './0005-incidents.ts';
import { indexWaiting } from './0006-waiting-first.ts';
import { addTurns } from './0007-turns.ts';
import { addFeedRevisions } from './0008-feed-revisions.ts';
import { giveDigestsTimes } from './0010-digest-times.ts';
import { createOutlooks } from './0011-outlooks.ts';
import { createFollows } from './0012-follows.ts';
import { createHistory } from './0013-history.ts';
import { addMuted } from './0014-muted.ts';
import { createDetails } from './0015-details.ts';
import { addLatency } from './0016-latency.ts';
import { createVantages } from './0017-vantages.ts';
import { sealAudit } from './0018-audit.ts';
import { addEvents } from './0019-ecosystem.ts';
import { createSweeps } from './0020-sweeps.ts';
import { createLeases } from './0020b-leases.ts';
import { createLimits } from './0024-limits.ts';
import { createSessions } from './0025-sessions.ts';
import { sealAuditAgainstReplacing } from './0025b-audit-replace.ts';
import { addAddedId } from './0026-added-id.ts';

/** In order, forward only. A released one is never edited: add the next. */
const steps: Readonly<Record<string, (db: Kysely<Schema>, engine: Engine) => Promise<void>>> = {
  '0001-first-tables': createFirstTables,
  '0002-answers': createAnswers,
  '0003-renewal-window': addRenewalWindow,
  '0004-observations': createObservations,
  '0005-incidents': createIncidents,
  '0006-waiting-first': indexWaiting,
  '0007-turns': addTurns,
  '0008-feed-revisions': addFeedRevisions,
  '0010-digest-times': giveDigestsTimes,
  '0011-outlooks': createOutlooks,
  '0012-follows': createFollows,
  '0013-history': createHistory,
  '0014-muted': addMuted,
  '0015-details': createDetails,
  '0016-latency': addLatency,
  '0017-vantages': createVantages,
  '0018-audit': sealAudit,
  '0019-ecosystem': addEvents,
  '0020-sweeps': createSweeps,
  '0020b-leases': createLeases,
  '0024-limits': createLimits,
  '0025-sessions': createSessions,
  '0025b-audit-replace': sealAuditAgainstReplacing,
  '0026-added-id': addAddedId,
};

const table = 'migrations';

/**
 * Brings the tables up to this code. The migrator works inside one write transaction and looks again once it holds
 * it, so of two processes starting at once one migrates and the other finds nothing to do.
 */
export async function migrate(db: Kysely<Schema>, engine: Engine, where: string, log?: Log): Promise<void> {
  await refuseNewer(db, engine, where);
  const { error, results } = await migratorOf(db, engine, stepNames).migrateToLatest();
  if (error !== undefined) {
    // The other process may have been a newer release.
    await refuseNewer(db, engine, where);
    throw error;
  }
  const done = (results ?? []).map((result) => result.migrationName);
  if (done.length > 0) log?.info({ migrations: done }, 'store migrated');
}

/** All steps this release knows, in order. */
export const stepNames: readonly string[] = Object.keys(steps);

/** Makes the tables as they were when only these steps were done; nothing has to be there yet. */
export async function makeTables(db: Kysely<Schema>, engine: Engine, done: readonly string[]): Promise<void> {
  const { error } = await migratorOf(db, engine, done).migrateToLatest();
  if (error !== undefined) throw error;
}

function migratorOf(db: Kysely<Schema>, engine: Engine, names: readonly string[]): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => bound(engine, names) },
    migrationTableName: table,
    migrationLockTableName: 'migrations_lock',
  });
}

function bound(engine: Engine, names: readonly string[]): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(steps)
      .filter(([name]) => names.includes(name))
      .map(([name, step]) => [name, { up: (db: Kysely<Schema>) => step(db, engine) }]),
  );
}

async function refuseNewer(db: Kysely<Schema>, engine: Engine, where: string): Promise<void> {
  if (!(await engine.hasTable(db, table))) return;
  const rows = await (db as unknown as Kysely<{ migrations: { name: string } }>)
    .selectFrom(table)
    .select('name')
    .execute();
  refuseUnknown(
    rows.map((row) => row.name),
    where,
  );
}

/** UserError where a newer release wrote it. */
export function refuseUnknown(done: readonly string[], where: string): void {
  const unknown = done.filter((name) => !Object.hasOwn(steps, name));
  if (unknown.length === 0) return;
  throw new UserError(
    `${where} was written by a newer Notafter (it has ${unknown.join(', ')}). ` +
      'Update Notafter, or go back to a copy of the store from before the update.',
  );
}
