import type { Subject } from '../../core/watch/alarm/incident.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { timelineOf } from '../../views/timeline/timeline.ts';
import type { AddRoutes } from '../app-world.ts';
import { contentPolicy } from '../guard.ts';
import { gather } from '../pages/gather.ts';
import { namedMarks, timelineHtml } from '../pages/timeline-html.ts';
import { rowsPerPage, watchPage } from '../pages/watch-page.ts';
import { readWatchQuery } from '../pages/watch-query.ts';
import { readerOf } from './reader.ts';

/** Between two of them others are answered. */
const batchSize = 250;

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
    const shown = timelineOf(gathered.entries, reader.now, reader.zone, { ...query.span, rows: namedMarks });
    const timeline = timelineHtml(shown, query, reader);
    const facts = { rules, incidents, reader };
    // A form that asks for another list is all that may be sent from here.
    context.header('content-security-policy', contentPolicy({ forms: "'self'" }));
    return context.html(
      watchPage({ query, gathered, rows, facts, timeline, canLogOut: world.access !== null }),
    );
  });
};

function subjectsOf({ endpoint, sighting }: Pick<WatchRow, 'endpoint' | 'sighting'>): readonly Subject[] {
  const leaves = new Set((sighting?.served ?? []).map(({ fingerprint256 }) => fingerprint256));
  if (sighting?.certificate !== null && sighting !== null) leaves.add(sighting.certificate.fingerprint256);
  return [
    { kind: 'endpoint', endpointId: endpoint.id },
    ...[...leaves].map((fingerprint256): Subject => ({ kind: 'certificate', fingerprint256 })),
  ];
}
