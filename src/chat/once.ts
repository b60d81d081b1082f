import { createHash } from 'node:crypto';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { inTime } from '../core/waiting/in-time.ts';
import { createMemory } from './memory.ts';

/** Whether a signature comes for the first time in the time for which it is good. */
export type Once = (signature: string) => Promise<boolean>;

/** What all processes have in common: whether this is the first to come with `key` in `ms`. */
export type SharedOnce = (key: string, ms: number) => Promise<boolean>;

export type OnceWorld = {
  readonly log: Log;
  /** Left out: this process is alone. */
  readonly shared?: SharedOnce | undefined;
  /** How long a signature is good. */
  readonly forMs: number;
};

const remembered = 50_000;
/** Of the 3 s in which a platform wants its answer. */
const patienceMs = 500;

/** A store that is away is no reason to answer nobody: then this process judges by what it saw itself. */
export function createOnce({ log, shared, forMs }: OnceWorld): Once {
  const seen = createMemory(remembered);
  return async (signature) => {
    const key = createHash('sha256').update(signature).digest('base64url');
    if (seen.has(key)) return false;
    seen.add(key);
    if (shared === undefined) return true;
    const asked = shared(key, forMs).catch((thrown: unknown) => {
      log.warn({ reason: reasonOf(thrown) }, 'whether a request was taken before could not be asked');
      return null;
    });
    return (await inTime(asked, patienceMs)) ?? true;
  };
}
