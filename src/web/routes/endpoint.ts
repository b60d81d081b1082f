import type { FindingPage } from '../../core/finding.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import type { AddRoutes } from '../app-world.ts';
import { html } from '../html.ts';
import { endpointPage } from '../pages/endpoint-page.ts';
import { findingPage, missingPage } from '../pages/plain-pages.ts';
import { readerOf } from './reader.ts';

const shownMs = 30 * 86_400_000;
const mostPages = 6;

export const endpointRoutes: AddRoutes = (app, world) => {
  const { services, watching } = world;
  if (watching === undefined) return;
  const canLogOut = world.access !== null;
  app.get('/endpoint/:id', async (context) => {
    const reader = readerOf(context, world);
    const [row] = await watching.endpoints.rowsOf([context.req.param('id').slice(0, 100)], reader.now);
    if (row === undefined) {
      const advice = html`It was removed, or the address is cut off. <a href="/watch">The watch list</a> shows what is watched; <code>/watch add</code> in the <a href="/">console</a> adds it again.`;
      return context.html(missingPage('This endpoint is not watched', advice, reader, canLogOut), 404);
    }
    const since = new Date(reader.now.getTime() - shownMs);
    const [rules, past] = await Promise.all([services.rules.list(), services.past.of(row.endpoint, since)]);
    const pages = pagesOf(row, services.pages);
    return context.html(endpointPage({ row, past, rules, pages, reader, canLogOut }));
  });
  app.get('/finding/:family/:rule', (context) => {
    const reader = readerOf(context, world);
    const id = `${context.req.param('family')}/${context.req.param('rule')}`;
    const page = services.pages.find((one) => one.id === id);
    if (page !== undefined) return context.html(findingPage(page, reader, canLogOut));
    const advice = html`<code>/explain</code> in the <a href="/">console</a> lists all findings there are.`;
    return context.html(missingPage('There is no such finding', advice, reader, canLogOut), 404);
  });
};

/** The root cause first, then what is behind troubles that still stand. */
function pagesOf({ sighting }: WatchRow, pages: readonly FindingPage[]): readonly FindingPage[] {
  const standing = (sighting?.conditions ?? []).filter(({ confirmedAt }) => confirmedAt !== null);
  const ids = new Set<string | null | undefined>([
    sighting?.rootCause,
    ...standing.map(({ cause }) => cause.id),
  ]);
  return [...ids].flatMap((id) => pages.find((page) => page.id === id) ?? []).slice(0, mostPages);
}
