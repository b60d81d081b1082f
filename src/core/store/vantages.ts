import type { Member } from '../vantages/member.ts';

/** The processes that live on this store. */
export type MemberStore = {
  /** Says that one lives; those that have not been seen for a day are forgotten. */
  beat(member: Member): Promise<void>;
  /** Those who said so within `livesForMs` of that moment, by id: before it, or after it by a clock that runs ahead. */
  living(at: Date): Promise<readonly Member[]>;
  leave(id: string): Promise<void>;
};

/** What is asked of another vantage. `words` is JSON that whoever answers has to check: another version may have written it. */
export type Question = {
  readonly id: string;
  /** `vantageKey` of whom it is for. */
  readonly vantage: string;
  readonly words: string;
  readonly askedAt: Date;
};

export type QuestionState = {
  readonly id: string;
  /** The member that looks into it, or did; null: nobody took it yet. */
  readonly takenBy: string | null;
  /** JSON that whoever asked has to check; null: not yet. */
  readonly answer: string | null;
};

/** Questions from one process to another. Those of a day ago are forgotten, answered or not. */
export type QuestionStore = {
  ask(questions: readonly Question[]): Promise<void>;
  /**
   * Takes up to `limit` of a vantage that nobody looks into, or whose taker has not held them since `leaseMs`: no two take
   * one at a time.
   */
  take(
    vantage: string,
    by: string,
    at: { readonly now: Date; readonly leaseMs: number; readonly limit: number },
  ): Promise<readonly Question[]>;
  /** Of those that `by` looks into, the ids of those whose answer is still wanted; they stay its own until then. */
  hold(by: string, until: Date): Promise<readonly string[]>;
  /** False: nobody wants it any more, or another answered first. */
  answer(id: string, answer: string, now: Date): Promise<boolean>;
  /** Those that are there still, in no order. */
  read(ids: readonly string[]): Promise<readonly QuestionState[]>;
  /** Nobody waits for these any more: they are forgotten with their answers. */
  close(ids: readonly string[]): Promise<void>;
};
