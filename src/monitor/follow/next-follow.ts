import type { Message } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import type { Follow, FollowCourse, FollowEnd, FollowNote } from '../../core/watch/follow.ts';
import type { Conversation, Notification } from '../../core/watch/notification.ts';
import { followHead } from '../../views/follow/head.ts';
import { followReply } from '../../views/follow/reply.ts';
import { followSummary } from '../../views/follow/summary.ts';
import { compare } from './compare.ts';
import { speak } from './hold.ts';
import { type FollowLook, sightOf } from './sight.ts';

export type FollowStep = { readonly follow: Follow; readonly notifications: readonly Notification[] };

/** A look that comes so much too late was missed: nobody looked meanwhile. */
const lateMs = 60_000;
/** The head is rewritten at once when what it says is not so any more, but not more often than this. */
const soonestEditMs = 10_000;
/** While nothing changes it is rewritten so that it does not look forgotten: so often in all, at most once a minute. */
const mostQuietEdits = 60;
const quietEditMs = 60_000;

/** What a new follow says: its head, before the first look. */
export function beginFollow(follow: Follow): FollowStep {
  return { follow, notifications: [notify(follow, 'open', followHead(follow))] };
}

/** One look later: pure. `begun` is when the look was begun, `now` when it was over. */
export function nextFollow(follow: Follow, look: FollowLook, begun: Date, now: Date): FollowStep {
  if (follow.ended !== null) return { follow, notifications: [] };
  const isLast = begun >= follow.until || looksIn(follow.course) + 1 >= mostLooks(follow);
  const { course, notes } = seeNext(follow, look, begun);
  const change = notes.length === 0 ? null : { at: begun, notes };
  const spoken = speak(course, change, now, isLast);
  const next: Follow = { ...follow, course: spoken.course, nextAt: nextLook(follow, now) };
  const replies = spoken.say.length === 0 ? [] : [notify(next, 'reply', followReply(next, spoken.say))];
  if (isLast) return closed(next, { at: now, why: 'time', by: null }, replies);
  if (!needsEdit(follow, next, notes, now)) return { follow: next, notifications: replies };
  const edited = { ...next, course: { ...next.course, headAt: now } };
  return { follow: edited, notifications: [...replies, notify(edited, 'edit', followHead(edited))] };
}

/** Somebody stops it: what was held is said, then the summary. */
export function stopFollow(follow: Follow, by: Mention, now: Date): FollowStep {
  if (follow.ended !== null) return { follow, notifications: [] };
  const { say, course } = speak(follow.course, null, now, true);
  const replies = say.length === 0 ? [] : [notify(follow, 'reply', followReply(follow, say))];
  return closed({ ...follow, course }, { at: now, why: 'stopped', by }, replies);
}

function closed(follow: Follow, ended: FollowEnd, replies: readonly Notification[]): FollowStep {
  const done = { ...follow, ended };
  return {
    follow: done,
    notifications: [
      ...replies,
      notify(done, 'reply', followSummary(done), 'end'),
      notify(done, 'edit', followHead(done), 'end'),
    ],
  };
}

function seeNext(
  follow: Follow,
  look: FollowLook,
  at: Date,
): { readonly course: FollowCourse; readonly notes: readonly FollowNote[] } {
  const before = follow.course;
  const missed = at.getTime() - follow.nextAt.getTime() > lateMs;
  const gap: readonly FollowNote[] =
    missed && before.lastLookAt !== null ? [{ kind: 'gap', from: before.lastLookAt }] : [];
  if (look.kind === 'paced') {
    const news: readonly FollowNote[] =
      before.leftOutAt === undefined ? [{ kind: 'paced', reason: look.reason }] : [];
    const leftOut: FollowCourse = {
      ...before,
      lastLookAt: at,
      leftOutAt: at,
      looks: { ...before.looks, unknown: before.looks.unknown + 1 },
      spentMs: spend(before, at, missed),
    };
    return { course: leftOut, notes: [...gap, ...news] };
  }
  const sight = sightOf(look);
  const verdict = sight.kind === 'blind' ? 'unknown' : sight.state.verdict;
  const course: FollowCourse = {
    ...before,
    lastLookAt: at,
    looks: { ...before.looks, [verdict]: before.looks[verdict] + 1 },
    spentMs: spend(before, at, missed),
  };
  if (sight.kind === 'blind') {
    const news: readonly FollowNote[] =
      before.blind === null ? [{ kind: 'blind', reason: sight.reason }] : [];
    const blind = before.blind ?? { since: at, reason: sight.reason };
    return { course: { ...course, blind }, notes: [...gap, ...news] };
  }
  const { state, turns, notes } = compare(before.state, sight.state, before.turns, at);
  const again: readonly FollowNote[] =
    before.blind === null ? [] : [{ kind: 'sees-again', since: before.blind.since }];
  const isBack = state.verdict === 'healthy' && before.state !== null && before.state.verdict !== 'healthy';
  const recoveredAt = isBack ? at : state.verdict === 'healthy' ? before.recoveredAt : null;
  return {
    course: { ...course, blind: null, state, turns, recoveredAt },
    notes: [...gap, ...again, ...notes],
  };
}

/** What was seen stands until the next look; time in which nobody looked is nobody's. */
function spend({ spentMs, lastLookAt, leftOutAt, state, blind }: FollowCourse, at: Date, missed: boolean) {
  const sinceMs = lastLookAt === null ? 0 : Math.max(0, at.getTime() - lastLookAt.getTime());
  const isLeftOut = lastLookAt !== null && leftOutAt?.getTime() === lastLookAt.getTime();
  const spentOn = missed || isLeftOut || blind !== null || state === null ? 'unknown' : state.verdict;
  return { ...spentMs, [spentOn]: spentMs[spentOn] + sinceMs };
}

/** Counted from when this one was due, or from its end when it took longer than that: never a backlog. */
function nextLook({ nextAt, everyMs, until }: Follow, now: Date): Date {
  const planned = nextAt.getTime() + everyMs;
  const isPlanSound = planned >= now.getTime() && planned <= now.getTime() + everyMs;
  return new Date(
    Math.max(now.getTime(), Math.min(isPlanSound ? planned : now.getTime() + everyMs, until.getTime())),
  );
}

function looksIn({ looks }: FollowCourse): number {
  return looks.healthy + looks.degraded + looks.broken + looks.unknown;
}

/** Ends it even where the clock is moved back again and again. */
function mostLooks({ startedAt, until, everyMs }: Follow): number {
  return Math.ceil((until.getTime() - startedAt.getTime()) / everyMs) + 2;
}

function needsEdit(before: Follow, next: Follow, notes: readonly FollowNote[], now: Date): boolean {
  const sinceMs = now.getTime() - before.course.headAt.getTime();
  if (sinceMs < 0 || looksIn(before.course) === 0) return true;
  const wholeMs = next.until.getTime() - next.startedAt.getTime();
  if (sinceMs >= Math.max(quietEditMs, wholeMs / mostQuietEdits)) return true;
  return sinceMs >= soonestEditMs && (notes.length > 0 || isHeadStale(before));
}

/** A change that came too soon after the last rewriting is still to be shown. */
function isHeadStale({ course }: Follow): boolean {
  const last = course.told.at(-1);
  return last !== undefined && last.at > course.headAt;
}

function notify(
  follow: Follow,
  act: Conversation['act'],
  message: Message,
  part: string = String(follow.version),
): Notification {
  const conversation = { id: `follow:${follow.id}`, act };
  return {
    key: `${conversation.id}:${act}:${part}`,
    to: { kind: 'place', place: follow.place },
    message,
    // Who asked hears of it where we may not write there; what follows is not worth a message each.
    fallback: act === 'open' ? [follow.by] : [],
    endpointId: null,
    conversation,
  };
}
