import type { AddRoutes } from '../app-world.ts';
import { assetNames, readAsset } from '../assets.ts';

/** Asked for anew each time, and sent again only where it changed: a page never runs with the script of another version. */
export const assetRoutes: AddRoutes = (app) => {
  for (const name of assetNames) {
    app.get(`/${name}`, async (context) => {
      const { body, type, etag } = await readAsset(name);
      const headers = { etag, 'cache-control': 'no-cache' };
      const known = context.req.header('if-none-match') ?? '';
      if (known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) {
        return context.body(null, 304, headers);
      }
      return context.body(body, 200, { ...headers, 'content-type': type });
    });
  }
};
