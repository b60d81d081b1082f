import type { AddRoutes } from '../app-world.ts';

/** For Prometheus and whatever reads its text format 0.0.4. */
export const metricsRoutes: AddRoutes = (app, { operations, now, log }) => {
  if (operations === undefined) return;
  app.get('/metrics', async (context) => {
    // Its library is for those only who scrape.
    const { metricsText } = await import('../metrics/metrics-text.ts');
    const { text, contentType } = await metricsText(operations, now(), log);
    return context.body(text, 200, { 'content-type': contentType });
  });
};
