import type { SweepCounts } from '../monitor/looking/sweep.ts';

export type SweepRequests = {
  ask(): Promise<SweepCounts>;
  /** Sends again what found no worker. */
  resend(): void;
  answer(ids: readonly number[], counts: SweepCounts): void;
  fail(ids: readonly number[], reason: Error): void;
  /** The worker that had them is gone. */
  failSent(reason: Error): void;
  failAll(reason: Error): void;
};

type Waiting = PromiseWithResolvers<SweepCounts> & { sent: boolean };

/** Sweeps that were asked for and not answered yet. `send` says whether a worker took the request. */
export function sweepRequests(send: (id: number) => boolean): SweepRequests {
  const waiting = new Map<number, Waiting>();
  let newest = 0;

  function settle(ids: Iterable<number>, how: (request: Waiting) => void): void {
    for (const id of [...ids]) {
      const request = waiting.get(id);
      if (request === undefined) continue;
      waiting.delete(id);
      how(request);
    }
  }

  return {
    ask() {
      newest += 1;
      const request = { ...Promise.withResolvers<SweepCounts>(), sent: send(newest) };
      waiting.set(newest, request);
      return request.promise;
    },
    resend() {
      for (const [id, request] of waiting) {
        if (!request.sent) request.sent = send(id);
      }
    },
    answer: (ids, counts) => settle(ids, (request) => request.resolve(counts)),
    fail: (ids, reason) => settle(ids, (request) => request.reject(reason)),
    failSent(reason) {
      const sent = [...waiting].filter(([, request]) => request.sent).map(([id]) => id);
      settle(sent, (request) => request.reject(reason));
    },
    failAll: (reason) => settle(waiting.keys(), (request) => request.reject(reason)),
  };
}
