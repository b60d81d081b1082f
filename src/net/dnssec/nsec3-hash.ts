import { hash as digest } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { encodeName } from '../dns/domain-name.ts';
import type { Nsec3 } from './records.ts';

export type HashNames = (name: string) => Promise<Buffer>;

/** RFC 9276 §3.2: zones with more rounds are treated as insecure; 100 is what its survey found all zones to be within. */
export const mostIterations = 100;

/** About a millisecond of SHA-1: then others get their turn (CVE-2023-50868). */
const roundsAtOnce = 1000;

/** Hashes names as NSEC3 does (RFC 5155 §5), each once. */
export function nsec3Hasher({ salt, iterations }: Pick<Nsec3, 'salt' | 'iterations'>): HashNames {
  const known = new Map<string, Buffer>();
  let rounds = 0;
  return async (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    let hashed = nsec3Round(encodeName(name) ?? Buffer.alloc(0), salt);
    for (let round = 0; round < iterations; round += 1) hashed = nsec3Round(hashed, salt);
    known.set(name, hashed);
    rounds += iterations + 1;
    if (rounds > roundsAtOnce) {
      rounds = 0;
      await nextTurn();
    }
    return hashed;
  };
}

function nsec3Round(bytes: Buffer, salt: Buffer): Buffer {
  return digest('sha1', Buffer.concat([bytes, salt]), 'buffer');
}
