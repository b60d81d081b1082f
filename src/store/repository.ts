import { CompiledQuery, type Kysely } from 'kysely';
import type { Store } from '../core/store/store.ts';
import { damagedRows } from './copies/damaged-rows.ts';
import { detailStore } from './delivery/details.ts';
import { leaseStore } from './delivery/leases.ts';
import { limitStore } from './delivery/limits.ts';
import { outboxStore } from './delivery/outbox.ts';
import { sessionStore } from './delivery/sessions.ts';
import { actionStore, digestStore, feedStore, slotStore } from './delivery/small-stores.ts';
import { endpointStore } from './endpoints/endpoints.ts';
import type { Engine } from './engine.ts';
import { type AnswerLimits, answerStore } from './past/answers.ts';
import { lookStore } from './past/looks.ts';
import { observationStore } from './past/observations.ts';
import type { Schema } from './schema.ts';
import { auditStore } from './watching/audit.ts';
import { declaredStore, importStore } from './watching/brought.ts';
import { followStore } from './watching/follows.ts';
import { incidentStore } from './watching/incidents.ts';
import { outlookStore } from './watching/outlooks.ts';
import { markStore, ruleStore } from './watching/rules.ts';
import { sweepStore } from './watching/sweeps.ts';
import { memberStore, questionStore } from './watching/vantages.ts';

/** How much is kept of what can be asked for again; each has its own usual limit. */
export type RepositoryLimits = {
  readonly answerLimits?: AnswerLimits;
  readonly mostObservations?: number;
  /** How long a look tells of the time after it, until the next one. */
  readonly longestGapMs?: number;
};

/** The Store port over any SQL engine that Kysely speaks. */
export function repository(db: Kysely<Schema>, engine: Engine, limits: RepositoryLimits = {}): Store {
  return {
    endpoints: endpointStore(db, engine, limits.longestGapMs),
    outbox: outboxStore(db, engine),
    digests: digestStore(db),
    feed: feedStore(db, engine),
    actions: actionStore(db),
    details: detailStore(db),
    slots: slotStore(db),
    answers: answerStore(db, limits.answerLimits),
    observations: observationStore(db, engine, limits.mostObservations),
    incidents: incidentStore(db, engine),
    rules: ruleStore(db),
    audit: auditStore(db),
    marks: markStore(db),
    follows: followStore(db, engine),
    outlooks: outlookStore(db),
    looks: lookStore(db, engine),
    sweeps: sweepStore(db, engine),
    leases: leaseStore(db, engine),
    limits: limitStore(db, engine),
    sessions: sessionStore(db, engine),
    imports: importStore(db),
    declared: declaredStore(db),
    members: memberStore(db),
    questions: questionStore(db, engine),
    damage: () =>
      damagedRows(
        async (sql) => (await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))).rows,
      ),
    // A file answers or fails.
    hurry: () => undefined,
    close: () => db.destroy(),
  };
}
