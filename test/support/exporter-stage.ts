import { createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import { createExporter } from '../../src/exporter/exporter.ts';
import { fixedLogList } from '../../src/pki/ct/log-list-source.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { type ConsoleStage, memoryFeed, openConsole } from './console/console-stage.ts';
import { realNow } from './diagnosing.ts';
import { type LoopbackSettings, loopbackNetwork } from './loopback.ts';

export type ExporterSettings = LoopbackSettings & {
  readonly rootPem?: string;
  readonly mostAtOnce?: number;
  readonly token?: string;
};

/** The console with nothing but `/probe` behind it, that reaches loopback and trusts one root. */
export function openExporter({
  rootPem,
  mostAtOnce = 8,
  token,
  ...way
}: ExporterSettings): Promise<ConsoleStage> {
  const now = () => realNow;
  const trust = loadTrustStore({
    nodeVersion: process.versions.node,
    ...(rootPem === undefined ? {} : { anchorsPem: [rootPem] }),
    transparency: 'not-demanded',
  });
  const probeTarget = createExporter({
    engine: {
      stopwatch: () => performance.now(),
      world: {
        network: loopbackNetwork(way),
        trust,
        cache: createMemoryCache(now),
        logList: fixedLogList(),
        now,
        ariDirectories: [],
      },
    },
    longestMs: 8000,
    mostAtOnce,
  });
  const settings = token === undefined ? {} : { token };
  return openConsole([], memoryFeed(), {}, settings, undefined, undefined, probeTarget);
}
