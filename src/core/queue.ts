import type { Json } from './text/json.ts';

export type NewJob = {
  /** While one of this key waits or is worked at, another is not queued. */
  readonly key: string;
  readonly data: Json;
};

export type Job = {
  readonly id: string;
  /** What was sent, as it came back: the handler's own schema reads it. */
  readonly data: unknown;
  /** From 1. */
  readonly attempt: number;
};

/** Resolving says that the job is done, after an abort as well; whoever leaves it undone throws. */
export type Handle = (job: Job, signal: AbortSignal) => Promise<void>;

export type WorkOptions = {
  readonly atOnce: number;
  /** Asked before each single job is taken, and while it says no again and again; left out: yes. */
  readonly mayTake?: (() => boolean) | undefined;
};

export type Work = {
  /** Takes no more, aborts what is being done and waits for it; what was left undone goes to another. */
  stop(): Promise<void>;
};

/**
 * The Queue port: work that any process takes which works at that queue. A job is done at least once, so handlers are
 * idempotent. One that throws is tried again a few times, ever later, and is then given up with a line in the log; one whose
 * process died goes to another within half a minute and never sooner than after ten seconds.
 *
 * Names: letters, digits, `.`, `-`, `_` and `/`, such as `sweep` or `look.eu-1`. A queue is made when it is first named.
 */
export type Queue = {
  /** Whether other processes share it. */
  readonly isShared: boolean;
  /** Returns how many were new. */
  send(name: string, jobs: readonly NewJob[]): Promise<number>;
  /** The signal of a handler is aborted by `stop`, and when the job was given to another because this process was taken for dead. */
  work(name: string, options: WorkOptions, handle: Handle): Promise<Work>;
  /** How many wait or are being worked at, those included that are tried again later. */
  pending(name: string): Promise<number>;
  /** Stops all work; bounded. */
  close(): Promise<void>;
};
