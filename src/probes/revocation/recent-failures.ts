import type { AnswerCache } from '../../core/cache/answer-cache.ts';
import type { ProbeContext } from '../probe.ts';

export type RecentFailures<Trouble> = {
  /** What went wrong there within the last minute; null: nothing. */
  find(key: string, context: ProbeContext): Trouble | null;
  remember(key: string, trouble: Trouble, context: ProbeContext): void;
  forget(key: string, context: ProbeContext): void;
};

/** How long a place that failed is left alone: a sweep must not hammer a dead responder. */
const keptMs = 60_000;

/** Kept beside each cache, in this process only: a failure is nothing to remember across a restart. */
export function createRecentFailures<Trouble>(mostKept = 2000): RecentFailures<Trouble> {
  const byCache = new WeakMap<
    AnswerCache,
    Map<string, { readonly until: number; readonly trouble: Trouble }>
  >();
  return {
    find(key, { cache, now }) {
      const known = byCache.get(cache)?.get(key);
      return known !== undefined && known.until > now().getTime() ? known.trouble : null;
    },
    remember(key, trouble, { cache, now }) {
      const kept = byCache.get(cache) ?? new Map();
      byCache.set(cache, kept);
      kept.delete(key);
      const oldest = kept.keys().next().value;
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
      kept.set(key, { until: now().getTime() + keptMs, trouble });
    },
    forget(key, { cache }) {
      byCache.get(cache)?.delete(key);
    },
  };
}
