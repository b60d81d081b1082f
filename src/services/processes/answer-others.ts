import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { Log } from '../../core/log.ts';
import type { Diagnose } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { probes } from '../../probes/index.ts';
import { ownVersion } from './own-version.ts';

export type AnsweringWorld = {
  readonly config: Pick<Config, 'databaseUrl' | 'vantageName'>;
  readonly store: Store;
  readonly diagnose: Diagnose;
  readonly now: () => Date;
  readonly log: Log;
};

/** One for each thread that answers. */
const member = randomUUID();

/** Looks into what other vantages ask this one; when to do so again, null: nobody can ask it. */
export async function answerOthers(world: AnsweringWorld, signal: AbortSignal): Promise<Date | null> {
  const { config, store, diagnose, now, log } = world;
  const { vantageName: vantage, databaseUrl } = config;
  if (vantage === null || databaseUrl === null) return null;
  // Its reader of other people's JSON is for those only who have a name to be asked by.
  const { answerQuestions, lookForQuestionsEveryMs } = await import(
    '../../monitor/vantages/answer-questions.ts'
  );
  const version = await ownVersion();
  const { questions } = store;
  await answerQuestions({ questions, diagnose, ladder: probes, now, log, member, vantage, version, signal });
  return new Date(now().getTime() + lookForQuestionsEveryMs);
}
