import type { Context, Hono } from 'hono';
import { boundedBody } from '../bounded-body.ts';
import { type Door, isSecure } from '../guard.ts';
import type { Html } from '../html.ts';
import { type Access, endWithLogin, tryToken } from './access.ts';
import { comeAgainPage, loginPage, logoutPage, waitSentence } from './login-page.ts';
import { peerOf } from './peer.ts';
import { forgetSession, readSession, writeSession } from './session-cookie.ts';
import { bearerOf } from './token.ts';

/** What the login page itself is made of. */
const openPaths = new Set(['/login', '/login.css', '/icon.svg']);

const mostFormBytes = 8192;

/** Nothing that is added after this is answered without the token or a login made with it. */
export function addAccess(app: Hono, access: Access, door: Door): void {
  const sessionOf = async (context: Context) => {
    const id = readSession(context, isSecure(context, door));
    return id === null ? null : access.sessions.find(id);
  };
  const attempt = (context: Context, given: string) =>
    tryToken(access, given, peerOf(context, door.publicUrl !== null));

  app.use(async (context, next) => {
    if (openPaths.has(context.req.path)) return next();
    const bearer = bearerOf(context.req.header('authorization'));
    if (bearer !== null) {
      const tried = attempt(context, bearer);
      if (tried.kind === 'wait') return waitAnswer(context, tried.ms);
      return tried.kind === 'in' ? next() : refuse(context, 'That is not the token of this console.');
    }
    const session = await sessionOf(context);
    if (session === null) return sendToLogin(context);
    endWithLogin(context, session.ended);
    return next();
  });

  app.get('/login', async (context) => {
    const next = ownPath(context.req.query('next'));
    if ((await sessionOf(context)) !== null) return context.redirect(next, 303);
    return page(context, loginPage({ next, mistake: null }), 200);
  });

  app.post('/login', async (context) => {
    const bytes = await boundedBody(context, mostFormBytes);
    if (bytes === null) return context.text('Payload Too Large', 413);
    const form = await formIn(bytes, context.req.header('content-type') ?? '');
    const token = form.get('token');
    const next = ownPath(form.get('next'));
    if (typeof token !== 'string') {
      return page(context, loginPage({ next, mistake: 'Type the token of this console.' }), 400);
    }
    const tried = attempt(context, token.trim());
    switch (tried.kind) {
      case 'wait': {
        context.header('retry-after', seconds(tried.ms));
        return page(context, loginPage({ next, mistake: waitSentence(tried.ms) }), 429);
      }
      case 'wrong':
        return page(context, loginPage({ next, mistake: 'That is not the token of this console.' }), 401);
      case 'in':
        await endSession(context);
        writeSession(context, await access.sessions.open(), isSecure(context, door));
        return context.redirect(next, 303);
    }
  });

  app.get('/logout', (context) => page(context, logoutPage(), 200));
  app.post('/logout', async (context) => {
    await endSession(context);
    forgetSession(context, isSecure(context, door));
    return context.redirect('/login', 303);
  });

  async function endSession(context: Context): Promise<void> {
    const id = readSession(context, isSecure(context, door));
    if (id !== null) await access.sessions.close(id);
  }
}

function sendToLogin(context: Context) {
  const { method, path } = context.req;
  const isPage = method === 'GET' && context.req.header('accept')?.includes('text/html') === true;
  // What a script of the page asks for is not a page that anybody is sent to.
  const isVisit = (context.req.header('sec-fetch-mode') ?? 'navigate') === 'navigate';
  if (!isPage || !isVisit || path.startsWith('/api/'))
    return refuse(context, 'This console wants you to log in.');
  const { pathname, search } = new URL(context.req.url);
  const login = `/login?next=${encodeURIComponent(ownPath(pathname + search))}`;
  const site = context.req.header('sec-fetch-site') ?? 'none';
  if (site === 'cross-site' || site === 'same-site') return page(context, comeAgainPage(login), 200);
  return context.redirect(login, 303);
}

function refuse(context: Context, sentence: string): Response {
  const how = 'Open it in a browser, or send the header Authorization: Bearer with the token.';
  return context.text(`${sentence} ${how}\n`, 401, { 'www-authenticate': 'Bearer realm="Notafter"' });
}

function waitAnswer(context: Context, ms: number): Response {
  return context.text(`${waitSentence(ms)}\n`, 429, { 'retry-after': seconds(ms) });
}

function seconds(ms: number): string {
  return String(Math.ceil(ms / 1000));
}

/**
 * A form without script: it may be sent to here, and it has to say where it comes from, which a page without a referrer
 * does not (Fetch, "serializing a request origin").
 */
function page(context: Context, markup: Html, status: 200 | 400 | 401 | 429) {
  context.header('referrer-policy', 'same-origin');
  context.header(
    'content-security-policy',
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  return context.html(markup, status);
}

/** Nothing where it is no form. */
async function formIn(bytes: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    return new FormData();
  }
}

/** Where to go on after the login: a path of this console, whatever a link says. */
function ownPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 1000) return '/';
  if (!/^\/(?![/\\])[!-~]*$/.test(wanted) || wanted.includes('\\')) return '/';
  return /^\/log(in|out)\b/.test(wanted) ? '/' : wanted;
}
