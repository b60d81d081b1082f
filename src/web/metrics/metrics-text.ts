import { collectDefaultMetrics, Registry } from 'prom-client';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Operations } from '../../core/operations.ts';
import { registryOf } from './exposition.ts';
import { familiesOf } from './families.ts';

/** Of the process: memory, CPU time, handles, event loop delay, garbage. They are gathered from the first scrape on. */
let ofProcess: Registry | null = null;

export async function metricsText(
  operations: Operations,
  now: Date,
  log: Log,
): Promise<{ readonly text: string; readonly contentType: string }> {
  const [pulse, worker] = await Promise.all([
    // Whoever scrapes while the store is away has to hear of that, and not of an error.
    operations.pulse().catch((thrown: unknown) => {
      log.warn({ reason: reasonOf(thrown) }, 'metrics of the store could not be read');
      return null;
    }),
    operations.worker?.() ?? null,
  ]);
  const ours = await registryOf(familiesOf(operations, pulse, worker, now)).metrics();
  return { text: ours + (await processMetrics().metrics()), contentType: Registry.PROMETHEUS_CONTENT_TYPE };
}

function processMetrics(): Registry {
  if (ofProcess !== null) return ofProcess;
  ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return ofProcess;
}
