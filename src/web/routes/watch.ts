import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { knownZone } from '../../core/text/time-text.ts';
import type { Subject } from '../../core/watch/alarm/incident.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import type { AddRoutes, AppWorld } from '../app-world.ts';
import { contentPolicy } from '../guard.ts';
import type { Reader } from '../message-html.ts';
import { gather } from '../pages/gather.ts';
import { rowsPerPage, watchPage } from '../pages/watch-page.ts';
import { readWatchQuery } from '../pages/watch-query.ts';

const batchSize = 1000;

/** What can be looked at without typing a command. Whatever is done here is a command, posted as the console does. */
export const watchRoutes: AddRoutes = (app, world) => {
  const { services, now, watching } = world;
  if (watching === undefined) return;
  app.get('/watch', async (context) => {
    const asked = readWatchQuery((name) => context.req.query(name));
    const [rules, alarmed] = await Promise.all([services.rules.list(), watching.endpoints.alarmed()]);
    const reader = readerOf(context, world);
    const judging = { rules, alarmed, now: reader.now };
    const gathered = await gather(watching.endpoints.lines(batchSize), asked, judging);
    const last = Math.max(1, Math.ceil(gathered.ids.length / rowsPerPage));
    const query = { ...asked, page: Math.min(asked.page, last) };
    const ids = gathered.ids.slice((query.page - 1) * rowsPerPage, query.page * rowsPerPage);
    const rows = await watching.endpoints.rowsOf(ids, now());
    const incidents = await watching.incidents.about(rows.flatMap(subjectsOf));
    const facts = { rules, incidents, reader };
    // A form that asks for another list is all that may be sent from here.
    context.header('content-security-policy', contentPolicy({ forms: "'self'" }));
    return context.html(
      watchPage({ query, gathered, rows, facts, timeline: '', canLogOut: world.access !== null }),
    );
  });
};

/** Dates are worded in the zone that the browser told of last; without scripts it never does. */
function readerOf(context: Context, { zone, now, fileHref, commands }: AppWorld): Reader {
  const told = getCookie(context, 'notafter_zone') ?? '';
  return { zone: knownZone(told) ?? zone, now: now(), fileHref, commands };
}

export function subjectsOf({
  endpoint,
  sighting,
}: Pick<WatchRow, 'endpoint' | 'sighting'>): readonly Subject[] {
  const leaves = new Set((sighting?.served ?? []).map(({ fingerprint256 }) => fingerprint256));
  if (sighting?.certificate !== null && sighting !== null) leaves.add(sighting.certificate.fingerprint256);
  return [
    { kind: 'endpoint', endpointId: endpoint.id },
    ...[...leaves].map((fingerprint256): Subject => ({ kind: 'certificate', fingerprint256 })),
  ];
}
