import type { Context } from 'hono';
import { type AddRoutes, untilGone } from '../app-world.ts';

/** How long Prometheus waits where it does not say; blackbox_exporter has the same. */
const usualTimeoutMs = 120_000;
/** For the way back, so that an answer that came late is still one. */
const wayBackMs = 500;

/** Answers as blackbox_exporter does, parameter by parameter. */
export const probeRoutes: AddRoutes = (app, { probeTarget, closing }) => {
  if (probeTarget === undefined) return;
  app.get('/probe', async (context) => {
    const asked = (name: string) => context.req.query(name) ?? '';
    const target = asked('target').trim();
    if (target === '') return context.text('Target parameter is missing\n', 400);
    const timeoutMs = timeoutOf(context);
    if (timeoutMs === null) return context.text('Failed to parse timeout from Prometheus header\n', 400);
    const name = asked('query_name');
    const answer = await probeTarget({
      target,
      module: asked('module') || 'http_2xx',
      hostname: asked('hostname') || null,
      query: name === '' ? null : { name, type: asked('query_type') || 'A' },
      timeoutMs,
      signal: untilGone(context, closing.answers),
    });
    switch (answer.kind) {
      case 'refused':
        return context.text(`${answer.reason}\n`, 400);
      case 'busy':
        return context.text(
          'Too many probes run at once. Spread the scrapes, or give them more time.\n',
          503,
        );
      case 'probed': {
        const { registryOf } = await import('../metrics/exposition.ts');
        const registry = registryOf(answer.families);
        const text = await registry.metrics();
        if (asked('debug') !== 'true')
          return context.body(text, 200, { 'content-type': registry.contentType });
        const log = answer.log.map((line) => `${line}\n`).join('');
        return context.text(
          `Logs for the probe:\n${log}\n\n\nMetrics that would have been returned:\n${text}`,
        );
      }
    }
  });
};

/** Null: the header is no time. */
function timeoutOf(context: Context): number | null {
  const header = context.req.header('x-prometheus-scrape-timeout-seconds');
  if (header === undefined) return usualTimeoutMs;
  const seconds = /^\d{1,6}(?:\.\d{1,9})?$/.test(header) ? Number(header) : 0;
  if (seconds <= 0) return null;
  const ms = seconds * 1000;
  return ms > wayBackMs ? ms - wayBackMs : ms;
}
