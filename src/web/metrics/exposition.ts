import { Counter, Gauge, Registry } from 'prom-client';
import type { Family } from '../../core/series.ts';

/** More of one label is nothing that anybody reads, and a name may be as long as its sender likes. */
const longestValue = 300;

/** A registry of these alone: what is not there any more leaves no series behind. */
export function registryOf(families: readonly Family[]): Registry {
  const registry = new Registry();
  for (const { name, help, type, labels, samples } of families) {
    const settings = { name, help, labelNames: [...labels], registers: [registry] };
    if (type === 'counter') {
      const counter = new Counter(settings);
      for (const sample of samples) counter.inc(bounded(sample.labels), sample.value);
      continue;
    }
    const gauge = new Gauge(settings);
    // A gauge without labels stands at 0 by itself, which nobody has measured.
    if (labels.length === 0 && samples.length === 0) registry.removeSingleMetric(name);
    for (const sample of samples) gauge.set(bounded(sample.labels), sample.value);
  }
  return registry;
}

/** The library escapes what the format wants escaped; half a character is none of UTF-8. */
function bounded(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [label, value.slice(0, longestValue).toWellFormed()]),
  );
}
