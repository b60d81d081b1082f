import type { AddRoutes } from '../app-world.ts';
import { completeLine } from '../complete-line.ts';

/** What may come next in the line that is being typed; `line` ends at the caret. */
export const suggestRoutes: AddRoutes = (app, { commands, services }) => {
  app.get('/api/suggest', async (context) => {
    const line = context.req.query('line') ?? '';
    return context.json(await completeLine(line, commands, services.suggest));
  });
};
