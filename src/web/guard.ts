import type { Context, MiddlewareHandler } from 'hono';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export function withSecurityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}

/** Where the page may be asked for: `authorities` are host names with their port, as a Host header writes them. */
export type Door = { authorities(): readonly string[] };

/** The names of one listener. Another name in the Host header is a page elsewhere that rebound its DNS to us. */
export function authoritiesOf(host: string, port: number): readonly string[] {
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const names = [...new Set(['127.0.0.1', 'localhost', '[::1]', bracketed])];
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

export function onlyOwnHost(door: Door): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host')?.toLowerCase() ?? '';
    if (door.authorities().includes(host)) return next();
    return context.text(`This console answers at http://${door.authorities()[0]}/ only.\n`, 403);
  };
}

/** Methods that change nothing (RFC 9110 §9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A page elsewhere cannot make a browser act here, nor ask for what pages fetch: every browser says with a POST, and
 * with a fetch, where it comes from. A request that says nothing comes from no page (curl, a script of the machine's own
 * user) and may pass, unless it brings a cookie: only browsers do.
 */
export function onlyOwnPages(): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const changes = !safeMethods.has(method);
    if (!changes && !path.startsWith('/api/')) return next();
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    if (origin === undefined && site === undefined) {
      return changes && context.req.header('cookie') !== undefined ? refuse(context) : next();
    }
    const own = `http://${context.req.header('host')?.toLowerCase() ?? ''}`;
    const fromHere =
      (origin === undefined || origin === own) && (site === undefined || site === 'same-origin');
    return fromHere ? next() : refuse(context);
  };
}

function refuse(context: Context): Response {
  return context.text(
    'Only the console page itself may ask this. Open it in the browser and try there.\n',
    403,
  );
}

/** HTML forms cannot send JSON: with this, a form elsewhere cannot either. */
export function onlyJson(): MiddlewareHandler {
  return async (context, next) => {
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/json') return next();
    return context.text('Send JSON with the content type application/json.\n', 400);
  };
}
