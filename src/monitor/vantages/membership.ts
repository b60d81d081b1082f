import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { MemberStore } from '../../core/store/vantages.ts';
import { beatEveryMs, type Member } from '../../core/vantages/member.ts';
import { startRound } from '../timing/round.ts';

export type Membership = {
  /** Resolves once that was said for the first time, or could not be. */
  readonly begun: Promise<void>;
  stop(): Promise<void>;
};

export type MembershipWorld = {
  readonly members: MemberStore;
  readonly member: Omit<Member, 'seenAt'>;
  readonly now: () => Date;
  readonly log: Log;
};

/** Says again and again that this process lives, and at its end that it does not. A store that fails is told so in the log. */
export function startMembership({ members, member, now, log }: MembershipWorld): Membership {
  const first = Promise.withResolvers<void>();
  const round = startRound({
    name: 'the beat of this process',
    log,
    now,
    longestSleepMs: beatEveryMs,
    async work() {
      try {
        await members.beat({ ...member, seenAt: now() });
      } finally {
        first.resolve();
      }
      return null;
    },
  });
  return {
    begun: first.promise,
    async stop() {
      await round.stop();
      try {
        await members.leave(member.id);
      } catch (fault) {
        log.warn({ reason: reasonOf(fault) }, 'this process could not say that it ends');
      }
    },
  };
}
