import { performance } from 'node:perf_hooks';
import { UserError } from '../../../core/errors.ts';
import type { Log } from '../../../core/log.ts';
import type { Message } from '../../../core/message.ts';
import type { Caller } from '../../../core/people.ts';
import type { CommandServices } from '../../../core/services.ts';
import { dispatch, mistakeMessage } from '../../asking/dispatch.ts';
import { type Seen, seenOf } from '../formats/seen.ts';
import type { Entry } from './entries.ts';

export type Looking = {
  readonly services: CommandServices;
  readonly caller: Caller;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly parallel: number;
};

/** What is being looked at now, the longest first. */
export type Waiting = { readonly name: string; readonly sinceMs: number; message: Message | null };

export type Watcher = {
  waiting(now: readonly Waiting[]): void;
  seen(one: Seen, entry: Entry): void;
};

/**
 * Looks at all of them, at most `parallel` at a time, and returns those it was stopped before. What hangs when it is stopped
 * is not waited for.
 */
export async function lookAtAll(
  entries: readonly Entry[],
  looking: Looking,
  watcher: Watcher,
): Promise<readonly Entry[]> {
  const { signal } = looking;
  const left = new Set(entries);
  const queue = entries.values();
  const running = new Set<Waiting>();
  const tell = () => watcher.waiting([...running]);
  const work = async () => {
    for (const entry of queue) {
      if (signal.aborted) return;
      const waiting: Waiting = { name: entry.typed, sinceMs: performance.now(), message: null };
      running.add(waiting);
      tell();
      const seen = await lookAt(entry, looking, (message) => {
        waiting.message = message;
        tell();
      });
      running.delete(waiting);
      if (seen === null) return;
      left.delete(entry);
      watcher.seen(seen, entry);
    }
  };
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const onAbort = () => stop();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) stop();
  const workers = Array.from({ length: Math.min(looking.parallel, entries.length) }, work);
  try {
    await Promise.race([Promise.all(workers), stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return [...left];
}

/** Null when it was stopped. */
async function lookAt(
  { asked, typed, at }: Entry,
  { services, caller, log, signal }: Looking,
  onProgress: (message: Message) => void,
): Promise<Seen | null> {
  if (asked instanceof UserError) return seenOf(mistakeMessage(asked), { name: typed, elapsedMs: 0, at });
  const begun = performance.now();
  let last: Message | null = null;
  for await (const message of dispatch({ ...asked, caller, signal }, services, log)) {
    if (!signal.aborted) onProgress(message);
    last = message;
  }
  if (last === null || signal.aborted) return null;
  return seenOf(last, { name: typed, elapsedMs: performance.now() - begun, at });
}
