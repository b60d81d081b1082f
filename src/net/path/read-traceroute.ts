import { isIP } from 'node:net';
import { type Hop, orderedHops, refusalIn, type Traced } from './trace.ts';

/** What `traceroute -n` printed, whole or cut off; null when no line of it is one of its own. */
export function readTraceroute(printed: string, target: string): Traced | null {
  const found = printed
    .split('\n')
    .slice(0, 300)
    .flatMap((line) => hopIn(line) ?? []);
  if (found.length === 0) return null;
  const hops = orderedHops(found);
  const last = hops.at(-1);
  return { hops, reached: last?.address === target && last.refusal === null, pathMtu: null };
}

/** " 2  192.0.2.1  0.017 ms !H" and " 3  *". */
function hopIn(line: string): Hop | null {
  const [, typed, rest] = /^\s*(\d{1,3})\s+(\S.*)$/.exec(line) ?? [];
  if (typed === undefined || rest === undefined) return null;
  const distance = Number(typed);
  const address = rest.split(/\s+/).find((word) => isIP(word) !== 0) ?? null;
  if (address === null)
    return rest.startsWith('*') ? { distance, address, elapsedMs: null, refusal: null } : null;
  const elapsed = /\s(\d+(?:\.\d+)?) ms\b/.exec(rest)?.[1];
  return {
    distance,
    address,
    elapsedMs: elapsed === undefined ? null : Number(elapsed),
    refusal: refusalIn(rest),
  };
}
