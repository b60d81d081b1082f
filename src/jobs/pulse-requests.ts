import type { WorkerPulse } from '../core/operations.ts';
import { inTime } from '../core/waiting/in-time.ts';

/** A worker that lives answers between two turns of its event loop. */
const longestWaitMs = 2000;

export type PulseRequests = {
  /** Null: it is not there, or did not answer in time. */
  ask(): Promise<WorkerPulse | null>;
  answer(id: number, pulse: WorkerPulse): void;
};

/** `post` is false where there is nobody to ask. */
export function pulseRequests(post: (id: number) => boolean): PulseRequests {
  const waiting = new Map<number, (pulse: WorkerPulse) => void>();
  let last = 0;
  return {
    async ask() {
      const id = ++last;
      const answered = new Promise<WorkerPulse>((resolve) => waiting.set(id, resolve));
      try {
        return post(id) ? await inTime(answered, longestWaitMs) : null;
      } finally {
        waiting.delete(id);
      }
    },
    answer: (id, pulse) => waiting.get(id)?.(pulse),
  };
}
