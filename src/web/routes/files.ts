import type { AddRoutes } from '../app-world.ts';
import { downloadResponse } from '../downloads.ts';

export const fileRoutes: AddRoutes = (app, { downloads }) => {
  app.get('/files/:id/:name', (context) => {
    const file = downloads.find(context.req.param('id'));
    if (file !== null) return downloadResponse(file);
    return context.text('This file is not kept any longer. Ask again to have it again.\n', 404);
  });
};
