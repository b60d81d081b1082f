import { isIP } from 'node:net';
import { type Hop, orderedHops, type Traced } from './trace.ts';

/** What `mtr --report --json` printed (mtr 0.92 and later); null when it is something else. */
export function readMtr(printed: string, target: string): Traced | null {
  const hubs = hubsIn(printed);
  if (hubs === null) return null;
  const hops = orderedHops(hubs.flatMap(hopOf));
  return { hops, reached: hops.at(-1)?.address === target, pathMtu: null };
}

function hubsIn(printed: string): readonly unknown[] | null {
  try {
    const { report } = JSON.parse(printed);
    return Array.isArray(report?.hubs) ? report.hubs : null;
  } catch {
    return null;
  }
}

function hopOf(hub: unknown): readonly Hop[] {
  if (typeof hub !== 'object' || hub === null) return [];
  const { count, host, Avg: average } = hub as Record<string, unknown>;
  const distance = Number(count);
  if (!Number.isInteger(distance) || distance < 1 || distance > 255) return [];
  const address = typeof host === 'string' && isIP(host) !== 0 ? host : null;
  const elapsedMs = address !== null && typeof average === 'number' ? average : null;
  return [{ distance, address, elapsedMs, refusal: null }];
}
