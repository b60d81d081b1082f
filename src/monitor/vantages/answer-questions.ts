import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf, UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { AnyProbe } from '../../core/probe.ts';
import type { Diagnose } from '../../core/services.ts';
import type { Question, QuestionStore } from '../../core/store/vantages.ts';
import { vantageKey } from '../../core/vantages/member.ts';
import { sightOf } from './sight-of.ts';
import { type Reply, readInquiry, writeReply } from './wire.ts';

export type Answering = {
  readonly questions: QuestionStore;
  readonly diagnose: Diagnose;
  readonly ladder: readonly AnyProbe[];
  readonly now: () => Date;
  readonly log: Log;
  /** Of whoever answers, unlike that of anybody else. */
  readonly member: string;
  readonly vantage: string;
  readonly version: string;
  readonly signal: AbortSignal;
};

/** Whoever is killed leaves what it took to others of its vantage after so long. */
export const leaseMs = 4000;
const holdEveryMs = 1000;
export const lookForQuestionsEveryMs = 500;
/** As many looks at a time; what is beyond waits for its turn, or for another of this vantage. */
const mostAtOnce = 32;

/**
 * Looks into what others ask this vantage, until nothing is left to look into. What nobody waits for any more is dropped;
 * when the signal is aborted what was begun is left to others.
 */
export async function answerQuestions(world: Answering): Promise<void> {
  const { questions, member, now, signal } = world;
  const vantage = vantageKey(world.vantage);
  const running = new Map<string, AbortController>();
  const ends = new Set<Promise<void>>();
  let heldAt = performance.now();
  do {
    const limit = mostAtOnce - running.size;
    const taken = limit === 0 ? [] : await questions.take(vantage, member, { now: now(), leaseMs, limit });
    for (const question of taken) begin(question);
    if (running.size === 0) return;
    if (performance.now() - heldAt > holdEveryMs) {
      heldAt = performance.now();
      await holdOrDrop();
    }
    await Promise.race([rest(signal), ...ends]);
  } while (!signal.aborted);
  for (const look of running.values()) look.abort();
  await Promise.all(ends);

  function begin(question: Question): void {
    const look = new AbortController();
    running.set(question.id, look);
    const end = answerOne(question, world, look.signal).finally(() => {
      running.delete(question.id);
      ends.delete(end);
    });
    ends.add(end);
  }

  async function holdOrDrop(): Promise<void> {
    const wanted = new Set(await questions.hold(member, new Date(now().getTime() + leaseMs)));
    for (const [id, look] of running) if (!wanted.has(id)) look.abort();
  }
}

/** Never rejects: an answer that cannot be kept is one that did not come, which whoever asked tells. */
async function answerOne({ id, words }: Question, world: Answering, signal: AbortSignal): Promise<void> {
  const { questions, now, log } = world;
  try {
    const reply = await replyTo(words, world, signal);
    if (!signal.aborted) await questions.answer(id, writeReply(reply), now());
  } catch (fault) {
    if (!signal.aborted) log.warn({ question: id, reason: reasonOf(fault) }, 'a question stays unanswered');
  }
}

async function replyTo(
  words: string,
  { diagnose, ladder, version, log }: Answering,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    const { target, ...asked } = readInquiry(words);
    const diagnosis = await diagnose(target, { ...asked, signal });
    return { kind: 'saw', sight: sightOf(diagnosis, ladder, version) };
  } catch (fault) {
    if (fault instanceof UserError) return { kind: 'refused', reason: fault.message };
    if (signal.aborted) throw fault;
    log.error({ err: fault }, 'a look for another vantage failed');
    return { kind: 'refused', reason: 'A fault inside Notafter stopped the look there; its log says more.' };
  }
}

async function rest(signal: AbortSignal): Promise<void> {
  await wait(lookForQuestionsEveryMs / 2, undefined, { signal }).catch(() => undefined);
}
