import { createHash, randomBytes } from 'node:crypto';

export type Session = {
  /** Aborted when it is logged out, or runs out: what is open ends with it. */
  readonly ended: AbortSignal;
};

export type Sessions = {
  /** The id for the cookie. */
  open(): string;
  /** Null: there is none, or it is over. */
  find(id: string): Session | null;
  close(id: string): void;
  closeAll(): void;
};

/** How long a login is good for. */
export const sessionMs = 7 * 24 * 60 * 60_000;
const mostSessions = 1000;

type Kept = { readonly until: number; readonly ending: AbortController; readonly timer: NodeJS.Timeout };

/** Kept in memory, by the hash of the id: a restart logs everybody out, and logging out is final. */
export function createSessions(now: () => Date): Sessions {
  const kept = new Map<string, Kept>();

  function end(key: string): void {
    const session = kept.get(key);
    if (session === undefined) return;
    kept.delete(key);
    clearTimeout(session.timer);
    session.ending.abort();
  }

  return {
    open() {
      const id = randomBytes(32).toString('base64url');
      const key = hashOf(id);
      const timer = setTimeout(() => end(key), sessionMs).unref();
      kept.set(key, { until: now().getTime() + sessionMs, ending: new AbortController(), timer });
      for (const oldest of kept.keys()) {
        if (kept.size <= mostSessions) break;
        end(oldest);
      }
      return id;
    },
    find(id) {
      const key = hashOf(id);
      const session = kept.get(key);
      if (session === undefined) return null;
      if (session.until > now().getTime()) return { ended: session.ending.signal };
      end(key);
      return null;
    },
    close: (id) => end(hashOf(id)),
    closeAll() {
      for (const key of kept.keys()) end(key);
    },
  };
}

/** What is looked up is no secret any more, so that the time it takes says nothing. */
function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
