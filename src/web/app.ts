import { Hono } from 'hono';
import { reasonOf } from '../core/errors.ts';
import { addAccess } from './access/login.ts';
import type { AppWorld } from './app-world.ts';
import { onlyOwnHost, onlyOwnPages, onlyRealHost, withSecurityHeaders } from './guard.ts';
import { methodsAt } from './methods-at.ts';
import { addCalendar } from './routes/calendar.ts';
import { addHooks } from './routes/hooks.ts';
import { routes, statusRoutes } from './routes/index.ts';
import { addInteractions } from './routes/interactions.ts';
import { addPlainReadiness } from './routes/readiness.ts';

export function consoleApp(world: AppWorld): Hono {
  const app = new Hono();
  app.use(withSecurityHeaders());
  app.use(onlyRealHost());
  // Answered under any name: whoever watches this process may know it by another one.
  app.get('/healthz', (context) => context.text('ok'));
  addPlainReadiness(app, world);
  if (world.alertHook != null) addHooks(app, world.alertHook, world);
  if (world.interactionDoor != null) addInteractions(app, world.interactionDoor);
  if (world.calendars !== undefined) addCalendar(app, world.calendars, world);
  app.use(onlyOwnHost(world, { asksToken: world.access !== null }));
  app.use(onlyOwnPages(world));
  if (world.access !== null) addAccess(app, world.access, world);
  app.get('/api/session', (context) => context.body(null, 204));
  for (const add of world.isStatusOnly === true ? statusRoutes : routes) add(app, world);
  app.notFound((context) => {
    const methods = methodsAt(app, context.req.path);
    if (methods.length === 0) return context.text('There is nothing here. The console is at /.\n', 404);
    const allow = methods.join(', ');
    return context.text(`Ask for this with ${allow}.\n`, 405, { allow });
  });
  app.onError((thrown, context) => {
    world.log.error({ err: thrown, path: withoutKey(context.req.path) }, 'console request failed');
    return context.text(`Something broke inside Notafter: ${reasonOf(thrown).slice(0, 200)}\n`, 500);
  });
  return app;
}

/** The address of a calendar is its key. */
function withoutKey(path: string): string {
  return path.replace(/^\/calendar\/.*/s, '/calendar/...');
}
