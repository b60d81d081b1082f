import type { FollowChange, FollowCourse } from '../../core/watch/follow.ts';

/** So many messages a minute are read one by one; what changes more often is gathered. */
const mostAMinute = 3;
const minuteMs = 60_000;
const longestHoldMs = 600_000;
const mostHeld = 40;
const mostTold = 60;

type Speech = {
  /** What is said now, in one message; none: nothing. */
  readonly say: readonly FollowChange[];
  readonly course: FollowCourse;
};

/** Decides whether a change is said now or gathered: what comes and goes is one message every one to ten minutes. */
export function speak(course: FollowCourse, change: FollowChange | null, now: Date, isLast: boolean): Speech {
  const told = change === null ? course.told : [...course.told, change];
  const kept: FollowCourse = {
    ...course,
    told: told.slice(-mostTold),
    earlier: course.earlier + Math.max(0, told.length - mostTold),
    saidAt: course.saidAt.filter((at) => isWithin(at, now)),
  };
  const waiting = change === null ? kept.held : [...kept.held, change];
  if (isLast || isOver(kept, now)) return release(kept, waiting, now);
  if (kept.heldUntil === null && kept.saidAt.length < mostAMinute) return release(kept, waiting, now);
  if (change === null) return { say: [], course: kept };
  const heldUntil = kept.heldUntil ?? later(now, minuteMs);
  return {
    say: [],
    course: { ...kept, held: waiting.slice(-mostHeld), heldUntil, holdMs: Math.max(kept.holdMs, minuteMs) },
  };
}

function release(course: FollowCourse, waiting: readonly FollowChange[], now: Date): Speech {
  const isCalm = waiting.length < mostAMinute;
  const holdMs = isCalm ? 0 : Math.min(longestHoldMs, course.holdMs * 2);
  return {
    say: waiting,
    course: {
      ...course,
      held: [],
      holdMs,
      heldUntil: holdMs === 0 ? null : later(now, holdMs),
      saidAt: waiting.length === 0 ? course.saidAt : [...course.saidAt, now],
    },
  };
}

/** Over as well when the clock was moved back before its beginning. */
function isOver({ heldUntil, holdMs }: FollowCourse, now: Date): boolean {
  return heldUntil !== null && (now >= heldUntil || now < later(heldUntil, -holdMs));
}

function isWithin(at: Date, now: Date): boolean {
  return at > later(now, -minuteMs) && at <= now;
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
