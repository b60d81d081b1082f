import { isIP } from 'node:net';
import { type Hop, orderedHops, refusalIn, type Traced } from './trace.ts';

/** What `tracepath -n` printed, whole or cut off; null when no line of it is one of its own. */
export function readTracepath(printed: string): Traced | null {
  const found: Hop[] = [];
  let reached = false;
  let pathMtu: number | null = null;
  for (const line of printed.split('\n').slice(0, 300)) {
    const mtu = /\bpmtu (\d{2,5})\b/.exec(line)?.[1];
    if (mtu !== undefined) pathMtu = Number(mtu);
    const hop = hopIn(line);
    if (hop === null) continue;
    found.push(hop);
    reached ||= /\sreached\s*$/.test(line);
  }
  return found.length === 0 && pathMtu === null ? null : { hops: orderedHops(found), reached, pathMtu };
}

/** " 2:  192.0.2.1   0.016ms asymm  3" and " 3:  no reply"; "1?: [LOCALHOST]" is ourselves. */
function hopIn(line: string): Hop | null {
  const [, typed, rest] = /^\s*(\d{1,3})\??:\s+(\S.*)$/.exec(line) ?? [];
  if (typed === undefined || rest === undefined) return null;
  const distance = Number(typed);
  if (/^no reply\b/.test(rest)) return { distance, address: null, elapsedMs: null, refusal: null };
  const address = rest.split(/\s+/)[0] ?? '';
  if (isIP(address) === 0) return null;
  const elapsed = /\s(\d+(?:\.\d+)?)ms\b/.exec(rest)?.[1];
  return {
    distance,
    address,
    elapsedMs: elapsed === undefined ? null : Number(elapsed),
    refusal: refusalIn(rest),
  };
}
