import type { Hono } from 'hono';

/** What can be done at a path, for the Allow header (RFC 9110 §10.2.1); empty: nothing is there. */
export function methodsAt(app: Hono, path: string): readonly string[] {
  const there = app.routes
    .filter((route) => route.method !== 'ALL' && isAt(route.path, path))
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...new Set(there)];
}

function isAt(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]))
  );
}
