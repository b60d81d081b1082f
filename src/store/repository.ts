import type { Kysely } from 'kysely';
import type { Store } from '../core/store/store.ts';
import { type AnswerLimits, answerStore } from './answers.ts';
import { declaredStore, importStore } from './brought.ts';
import { detailStore } from './details.ts';
import { endpointStore } from './endpoints.ts';
import type { Engine } from './engine.ts';
import { followStore } from './follows.ts';
import { incidentStore } from './incidents.ts';
import { lookStore } from './looks.ts';
import { observationStore } from './observations.ts';
import { outboxStore } from './outbox.ts';
import { outlookStore } from './outlooks.ts';
import { auditStore, markStore, ruleStore } from './rules.ts';
import type { Schema } from './schema.ts';
import { actionStore, digestStore, feedStore, slotStore } from './small-stores.ts';

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
    endpoints: endpointStore(db, limits.longestGapMs),
    outbox: outboxStore(db, engine),
    digests: digestStore(db),
    feed: feedStore(db),
    actions: actionStore(db),
    details: detailStore(db),
    slots: slotStore(db),
    answers: answerStore(db, limits.answerLimits),
    observations: observationStore(db, limits.mostObservations),
    incidents: incidentStore(db),
    rules: ruleStore(db),
    audit: auditStore(db),
    marks: markStore(db),
    follows: followStore(db, engine),
    outlooks: outlookStore(db),
    looks: lookStore(db),
    imports: importStore(db),
    declared: declaredStore(db),
    close: () => db.destroy(),
  };
}
