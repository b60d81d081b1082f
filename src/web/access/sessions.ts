import { createHmac, randomBytes } from 'node:crypto';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { SessionStore } from '../../core/store/sessions.ts';
import { inTime } from '../../core/waiting/in-time.ts';

export type Session = {
  /** Aborted when it is logged out, or runs out: what is open ends with it. */
  readonly ended: AbortSignal;
};

export type Sessions = {
  /** The id for the cookie. */
  open(): Promise<string>;
  /** Null: there is none, or it is over. */
  find(id: string): Promise<Session | null>;
  close(id: string): Promise<void>;
  /** Ends what is open here; the logins stay good where there is a store. */
  stop(): void;
};

export type SessionWorld = {
  /** Another token is another lock: a login made with the one before fits it no more. */
  readonly token: string;
  readonly now: () => Date;
  readonly log: Log;
  /** Left out: they are kept in memory, and a restart logs everybody out. */
  readonly store?: SessionStore | undefined;
};

/** How long a login is good for. */
export const sessionMs = 7 * 24 * 60 * 60_000;
const mostSessions = 1000;
/** A logout in another process counts here after that, and ends what is open here after the second. */
const trustedMs = 5000;
const lookAgainMs = 15_000;
/** A store that takes longer is away: then what this process knows has to do. */
const patienceMs = 1000;

type Kept = {
  readonly until: number;
  /** When the store was last heard of it; null: it could not be told of it. */
  readonly heardAt: number | null;
  readonly ending: AbortController;
  readonly timer: NodeJS.Timeout;
};

/** Kept in the store by a keyed hash of the id, so that they outlive a restart; logging out is final. */
export function createSessions({ token, now, log, store }: SessionWorld): Sessions {
  const kept = new Map<string, Kept>();
  let watching: NodeJS.Timeout | null = null;

  /** What is looked up is no secret any more, so that the time it takes says nothing. */
  const keyOf = (id: string) =>
    createHmac('sha256', token).update(`console session ${id}`).digest('base64url');

  function keep(key: string, ms: number, heardAt: number | null): Kept {
    const before = kept.get(key);
    clearTimeout(before?.timer);
    const timer = setTimeout(() => end(key), ms).unref();
    const ending = before?.ending ?? new AbortController();
    const session: Kept = { until: now().getTime() + ms, heardAt, ending, timer };
    // The newest stands last.
    kept.delete(key);
    kept.set(key, session);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostSessions) break;
      end(oldest);
    }
    if (store !== undefined) watching ??= setInterval(() => void lookAgain(), lookAgainMs).unref();
    return session;
  }

  function end(key: string): void {
    const session = kept.get(key);
    if (session === undefined) return;
    kept.delete(key);
    clearTimeout(session.timer);
    session.ending.abort();
  }

  /** Null: the store is away. */
  async function told<T>(asking: Promise<T>): Promise<T | null> {
    const asked = asking.catch((thrown: unknown) => {
      log.warn({ reason: reasonOf(thrown) }, 'logins to the console could not be looked up or kept');
      return null;
    });
    return inTime(asked, patienceMs);
  }

  async function lookAgain(): Promise<void> {
    const keys = [...kept].flatMap(([key, { heardAt }]) => (heardAt === null ? [] : [key]));
    if (store === undefined || keys.length === 0) return;
    const living = await told(store.living(keys));
    if (living !== null) for (const key of keys) if (!living.has(key)) end(key);
  }

  return {
    async open() {
      const id = randomBytes(32).toString('base64url');
      const key = keyOf(id);
      const opening = store?.open(key, sessionMs, mostSessions).then(() => true);
      const isTold = opening !== undefined && (await told(opening)) === true;
      keep(key, sessionMs, isTold ? now().getTime() : null);
      return id;
    },
    async find(id) {
      const key = keyOf(id);
      const known = kept.get(key);
      const at = now().getTime();
      if (known !== undefined && known.until <= at) {
        end(key);
        return null;
      }
      const here = known === undefined ? null : { ended: known.ending.signal };
      if (store === undefined || known?.heardAt === null) return here;
      if (known !== undefined && Math.abs(at - known.heardAt) < trustedMs) return here;
      const living = await told(store.living([key]));
      if (living === null) return here;
      const ms = living.get(key);
      if (ms !== undefined) return { ended: keep(key, ms, at).ending.signal };
      end(key);
      return null;
    },
    async close(id) {
      const key = keyOf(id);
      end(key);
      if (store !== undefined) await told(store.close(key));
    },
    stop() {
      if (watching !== null) clearInterval(watching);
      for (const key of kept.keys()) end(key);
    },
  };
}
