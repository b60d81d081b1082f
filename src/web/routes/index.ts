import type { AddRoutes } from '../app-world.ts';
import { assetRoutes } from './assets.ts';
import { auditRoutes } from './audit.ts';
import { commandPageRoutes } from './command-page.ts';
import { endpointRoutes } from './endpoint.ts';
import { feedRoutes } from './feed.ts';
import { fileRoutes } from './files.ts';
import { metricsRoutes } from './metrics.ts';
import { probeRoutes } from './probe.ts';
import { readinessRoutes } from './readiness.ts';
import { suggestRoutes } from './suggest.ts';
import { watchRoutes } from './watch.ts';

/** What any process tells of itself. */
export const statusRoutes: readonly AddRoutes[] = [metricsRoutes, readinessRoutes];

/** Everything the console answers, behind its doors. */
export const routes: readonly AddRoutes[] = [
  commandPageRoutes,
  suggestRoutes,
  watchRoutes,
  endpointRoutes,
  feedRoutes,
  fileRoutes,
  auditRoutes,
  ...statusRoutes,
  probeRoutes,
  assetRoutes,
];
