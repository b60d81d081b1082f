import type { Config } from '../config.ts';
import type { ProbeTarget } from '../core/exporter.ts';
import type { LookingEngine } from '../exporter/looking.ts';

/** Prometheus asks for many targets at the same moment; what they cost is bounded here, how long they wait by itself. */
const mostScrapes = 64;

/** Loaded at the first scrape. */
export function exporterOf(engine: LookingEngine, { checkTimeoutMs }: Config): ProbeTarget {
  let made: Promise<ProbeTarget> | null = null;
  const make = async () => {
    const { createExporter } = await import('../exporter/exporter.ts');
    return createExporter({ engine, longestMs: checkTimeoutMs, mostAtOnce: mostScrapes });
  };
  return async (request) => {
    made ??= make();
    return (await made)(request);
  };
}
