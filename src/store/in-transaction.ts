import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** Those that meet again and again part after a few; then something else is wrong. */
const mostTries = 8;
const longestPauseMs = 40;

/** Runs all of it again where the engine undid it in favour of somebody else's transaction: it may be called twice. */
export async function inTransaction<T>(
  db: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!isConflict(error) || tries === mostTries) throw error;
      await pauseAfter(tries);
    }
  }
}

/** Longer each time, and never as long as the other one waits. */
export async function pauseAfter(tries: number): Promise<void> {
  await wait(Math.random() * longestPauseMs * tries);
}

/** serialization_failure and deadlock_detected: nothing was done, and the same may be tried again. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}
