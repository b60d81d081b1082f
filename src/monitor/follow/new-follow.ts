import type { NewFollow } from '../../core/services.ts';
import type { Follow } from '../../core/watch/follow.ts';

export function newFollow({ forMs, ...asked }: NewFollow, id: string, now: Date): Follow {
  const none = { healthy: 0, degraded: 0, broken: 0, unknown: 0 };
  return {
    ...asked,
    id,
    startedAt: now,
    until: new Date(now.getTime() + forMs),
    nextAt: now,
    course: {
      looks: none,
      lastLookAt: null,
      state: null,
      blind: null,
      spentMs: none,
      recoveredAt: null,
      told: [],
      earlier: 0,
      held: [],
      heldUntil: null,
      holdMs: 0,
      saidAt: [],
      turns: {},
      headAt: now,
    },
    ended: null,
    version: 0,
  };
}
