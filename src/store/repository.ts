import type { Kysely } from 'kysely';
import type { Store } from '../core/store.ts';
import { type AnswerLimits, answerStore } from './answers.ts';
import { endpointStore } from './endpoints.ts';
import type { Engine } from './engine.ts';
import { outboxStore } from './outbox.ts';
import type { Schema } from './schema.ts';
import { actionStore, digestStore, feedStore, slotStore } from './small-stores.ts';

/** The Store port over any SQL engine that Kysely speaks. */
export function repository(db: Kysely<Schema>, engine: Engine, answerLimits?: AnswerLimits): Store {
  return {
    endpoints: endpointStore(db),
    outbox: outboxStore(db, engine),
    digests: digestStore(db),
    feed: feedStore(db),
    actions: actionStore(db),
    slots: slotStore(db),
    answers: answerStore(db, answerLimits),
    close: () => db.destroy(),
  };
}
