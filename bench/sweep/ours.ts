// The sweep as the product does it: the bot's process, whose main thread does nothing but tell how long it was kept from its work,
// and the watch worker's thread beside it. Started by bench/sweep.ts.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { type Config, loadConfig } from '../../src/config.ts';
import { collectEarly } from '../../src/jobs/collect-early.ts';
import { watchLimits } from '../../src/jobs/watch-limits.ts';
import type { SweepCounts } from '../../src/monitor/looking/sweep.ts';

export type SweepOrder = {
  /** Null: the store is in memory. */
  readonly dataDir: string | null;
  readonly rootFile: string;
  readonly targets: readonly string[];
  readonly concurrency: number;
  readonly sweeps: number;
  /** How many look: SWEEP_THREADS. */
  readonly threads: number;
};

/** As the bot does, the settings are read by the main thread. */
export type ThreadData = { readonly config: Config; readonly order: SweepOrder };

export type SweepFigures = {
  readonly counts: SweepCounts;
  readonly seconds: number;
  /** Of the whole process. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  /** Longest time the main thread, and the one that sweeps, did nothing else. */
  readonly stallMs: number;
  readonly sweepStallMs: number;
};

export type ToMain =
  | { readonly kind: 'begins' }
  | { readonly kind: 'swept'; readonly counts: SweepCounts; readonly sweepStallMs: number };

process.once('message', (order) => run(order as SweepOrder));
process.on('disconnect', () => process.exit(0));

function run(order: SweepOrder): void {
  collectEarly();
  const { dataDir, rootFile, concurrency, threads } = order;
  const config = loadConfig({
    DATA_DIR: dataDir ?? '/nonexistent',
    EXTRA_CA_FILE: rootFile,
    ALLOWED_NETWORKS: '127.0.0.0/8',
    REFERENCE_HOSTS: 'off',
    LOG_LEVEL: 'error',
    SWEEP_CONCURRENCY: String(concurrency),
    SWEEP_THREADS: String(threads),
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const worker = new Worker(new URL('sweep-entry.ts', import.meta.url), {
    workerData: { config, order } satisfies ThreadData,
    resourceLimits: watchLimits,
  });
  let begun = performance.now();
  let cpu = process.cpuUsage();
  worker.on('message', (message: ToMain) => {
    switch (message.kind) {
      case 'begins':
        delay.reset();
        delay.enable();
        begun = performance.now();
        cpu = process.cpuUsage();
        return;
      case 'swept': {
        const { user, system } = process.cpuUsage(cpu);
        const figures: SweepFigures = {
          counts: message.counts,
          seconds: (performance.now() - begun) / 1000,
          cpuSeconds: (user + system) / 1e6,
          peakMb: process.resourceUsage().maxRSS / 1024,
          stallMs: delay.max / 1e6,
          sweepStallMs: message.sweepStallMs,
        };
        delay.disable();
        process.send?.(figures);
      }
    }
  });
  worker.on('error', (fault) => {
    console.error(fault);
    process.exit(1);
  });
  worker.on('exit', () => process.disconnect());
}
