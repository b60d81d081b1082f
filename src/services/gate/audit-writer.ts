import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { AuditStore } from '../../core/store/alarms.ts';
import type { AuditEntry } from '../../core/watch/audit.ts';

export type AuditWriter = {
  /** Written within a moment, together with others, off the way of whoever asked. A failure is logged and tried again. */
  later(entry: AuditEntry): void;
  /** Resolves once it is kept, and rejects where it cannot be. */
  now(entry: AuditEntry): Promise<void>;
  /** Resolves once everything is written, or could not be. */
  close(): Promise<void>;
};

export type AuditWriterWorld = {
  readonly audit: () => Promise<Pick<AuditStore, 'append' | 'appendAll'>>;
  /** Null where no store was made yet; left out: there is one. What needs none, as in a shell, makes none either. */
  readonly auditIfAny?: () => Promise<Pick<AuditStore, 'appendAll'> | null>;
  readonly log: Log;
  /** How long entries wait for others. */
  readonly gapMs?: number;
};

const usualGapMs = 200;
const retryMs = 5000;
/** A store that is away for long must not fill the memory. */
const mostWaiting = 10_000;
const mostInLog = 200;

export function createAuditWriter(world: AuditWriterWorld): AuditWriter {
  const { audit, auditIfAny = audit, log, gapMs = usualGapMs } = world;
  let waiting: AuditEntry[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isNextQueued = false;

  function flushIn(ms: number): void {
    timer ??= setTimeout(() => {
      timer = null;
      flushNext();
    }, ms).unref();
  }

  /** After the one that runs, which a store that is away may hold up: one more has all that came meanwhile. */
  function flushNext(): void {
    if (isNextQueued) return;
    isNextQueued = true;
    writing = writing.then(() => {
      isNextQueued = false;
      return flush();
    });
  }

  async function flush(): Promise<void> {
    const some = waiting;
    waiting = [];
    if (some.length === 0) return;
    try {
      await (await auditIfAny())?.appendAll(some);
      if (dropped > 0) log.error({ dropped }, 'entries of the audit log were lost');
      dropped = 0;
    } catch (thrown) {
      log.error({ reason: reasonOf(thrown), entries: some.length }, 'the audit log could not be written');
      waiting = [...some, ...waiting];
      bound();
      flushIn(retryMs);
    }
  }

  function bound(): void {
    const over = waiting.length - mostWaiting;
    if (over <= 0) return;
    dropped += over;
    waiting = waiting.slice(0, mostWaiting);
  }

  return {
    later(entry) {
      waiting.push(entry);
      bound();
      flushIn(gapMs);
    },
    now: async (entry) => (await audit()).append(entry),
    async close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      flushNext();
      await writing;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (waiting.length === 0) return;
      // Where the store is away this is the last place that has them.
      const lost = waiting.slice(0, mostInLog);
      log.error({ entries: waiting.length, lost }, 'entries of the audit log could not be kept');
    },
  };
}
