import type { Context, MiddlewareHandler } from 'hono';

/** `forms`: where forms may be sent; nowhere, since what they could do is done by scripts of the page. */
export function contentPolicy({ forms = "'none'" }: { readonly forms?: "'none'" | "'self'" } = {}): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    `form-action ${forms}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy(),
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

/** What is asked for is read as a URL with this host in it: one that makes none is nobody's, and no fault of ours. */
export function onlyRealHost(): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host');
    if (host === undefined || URL.canParse(`http://${host}/`)) return next();
    return context.text('The Host header is no host.\n', 400);
  };
}

/** Where the page may be asked for. */
export type Door = {
  /** Host names with their port, as a Host header writes them. */
  authorities(): readonly string[];
  /** What people call it, where that is another name or a proxy's; null: it is opened where it listens. */
  readonly publicUrl: URL | null;
  /** It listens beyond loopback: then a bare address in the Host header is one of this machine's, and no rebound name. */
  readonly anyAddress: boolean;
};

/** The names of one listener. Another name in the Host header is a page elsewhere that rebound its DNS to us. */
export function authoritiesOf(host: string, port: number): readonly string[] {
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const names = [...new Set(['127.0.0.1', 'localhost', '[::1]', bracketed.toLowerCase()])];
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

function hostOf(context: Context): string {
  return context.req.header('host')?.toLowerCase() ?? '';
}

/** With and without the port that goes without saying. */
function isPublicHost(host: string, { publicUrl }: Door): boolean {
  if (publicUrl === null) return false;
  const standard = publicUrl.protocol === 'https:' ? '443' : '80';
  return host === publicUrl.host || (publicUrl.port === '' && host === `${publicUrl.host}:${standard}`);
}

const bareAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/** What programs ask for, under whatever name their operators know this machine by. */
const forPrograms = new Set(['/metrics', '/readyz', '/probe']);

/** `asksToken`: then a program's request that brings one may pass under any name, a rebound page does not know it. */
export function onlyOwnHost(door: Door, { asksToken }: { readonly asksToken: boolean }): MiddlewareHandler {
  return async (context, next) => {
    const host = hostOf(context);
    const brings = context.req.header('authorization') !== undefined;
    if (asksToken && brings && forPrograms.has(context.req.path)) return next();
    if (isPublicHost(host, door) || door.authorities().includes(host)) return next();
    if (door.anyAddress && bareAddress.test(host)) return next();
    const where = door.publicUrl?.href ?? `http://${door.authorities()[0]}/`;
    const hint = door.anyAddress ? ' Another name of it is told with the setting CONSOLE_URL.' : '';
    return context.text(`This console answers at ${where} only.${hint}\n`, 403);
  };
}

/** Whether the browser got here by https, as far as the setting and the request say. */
export function isSecure(context: Context, door: Door): boolean {
  if (door.publicUrl?.protocol !== 'https:') return false;
  return isPublicHost(hostOf(context), door) || context.req.header('origin') === door.publicUrl.origin;
}

/** A proxy may leave our own name in the Host header: the public origin is always ours. */
function isOwnOrigin(origin: string, context: Context, door: Door): boolean {
  if (origin === door.publicUrl?.origin) return true;
  const host = hostOf(context);
  return !isPublicHost(host, door) && origin === `http://${host}`;
}

/** Methods that change nothing (RFC 9110 §9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A page elsewhere cannot make a browser act here, nor ask for what pages fetch: every browser says with a POST, and
 * with a fetch, where it comes from. A request that says nothing comes from no page (curl, a script of the machine's own
 * user) and may pass, unless it brings a cookie: only browsers do.
 */
export function onlyOwnPages(door: Door): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const changes = !safeMethods.has(method);
    if (!changes && !path.startsWith('/api/')) return next();
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    if (origin === undefined && site === undefined) {
      return changes && context.req.header('cookie') !== undefined ? refuse(context) : next();
    }
    const fromHere =
      (origin === undefined || isOwnOrigin(origin, context, door)) &&
      (site === undefined || site === 'same-origin');
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
