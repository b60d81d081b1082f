import type { Context } from 'hono';
import type { Log } from '../../core/log.ts';
import type { SessionStore } from '../../core/store/sessions.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { type IsToken, tokenJudge } from './token.ts';

/** Who may come in, where a token is set. */
export type Access = {
  readonly isToken: IsToken;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly log: Log;
};

export type AccessWorld = {
  readonly now: () => Date;
  readonly log: Log;
  /** Left out: logins are kept in memory. */
  readonly sessions?: SessionStore | undefined;
};

export function createAccess(token: string, { now, log, sessions: store }: AccessWorld): Access {
  const sessions = createSessions({ token, now, log, store });
  return { isToken: tokenJudge(token), sessions, attempts: createAttempts(now), log };
}

const ends = new WeakMap<Context, AbortSignal>();

/** What is open for this request is to end with the login it came by. */
export function endWithLogin(context: Context, ended: AbortSignal): void {
  ends.set(context, ended);
}

export function endOfLogin(context: Context): readonly AbortSignal[] {
  const ended = ends.get(context);
  return ended === undefined ? [] : [ended];
}

export type Tried = { readonly kind: 'in' | 'wrong' } | { readonly kind: 'wait'; readonly ms: number };

/** One try with a token, counted. While too many came in it is not even looked at. */
export function tryToken({ isToken, attempts, log }: Access, given: string, peer: string): Tried {
  const ms = attempts.waitMs(peer);
  if (ms > 0) return { kind: 'wait', ms };
  if (isToken(given)) {
    attempts.succeeded(peer);
    return { kind: 'in' };
  }
  attempts.failed(peer);
  log.warn({ peer }, 'somebody tried a wrong console token');
  return { kind: 'wrong' };
}
