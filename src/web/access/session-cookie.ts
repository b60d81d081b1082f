import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { sessionMs } from './sessions.ts';

/**
 * Two names: what arrived over https has the one that only a secure page of this very host can set (RFC 6265bis §4.1.3.2),
 * so that nobody on the way plants a login of their own.
 */
const plainName = 'notafter';
const secureName = '__Host-notafter';

/** A proxy may hide that a request came by https: the secure one counts in any case, the plain one where there is no other. */
export function readSession(context: Context, isSecure: boolean): string | null {
  return getCookie(context, secureName) ?? (isSecure ? null : (getCookie(context, plainName) ?? null));
}

export function writeSession(context: Context, id: string, isSecure: boolean): void {
  setCookie(context, isSecure ? secureName : plainName, id, {
    ...attributes(isSecure),
    maxAge: sessionMs / 1000,
  });
}

export function forgetSession(context: Context, isSecure: boolean): void {
  deleteCookie(context, isSecure ? secureName : plainName, attributes(isSecure));
}

function attributes(isSecure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure } as const;
}
