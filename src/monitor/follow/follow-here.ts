import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type { Follow } from '../../core/watch/follow.ts';
import { followSummary } from '../../views/follow/summary.ts';
import { type FollowEye, lookOnce } from './look-once.ts';
import { type FollowStep, nextFollow, stopFollow } from './next-follow.ts';

type Here = FollowEye & { readonly now: () => Date };

/** Follows without a store, for a terminal: each change stays on the screen, the head is its line of progress. */
export async function* followHere(begun: Follow, eye: Here): AsyncGenerator<Message> {
  let follow = begun;
  while (follow.ended === null) {
    const step = await nextStep(follow, eye);
    follow = { ...step.follow, version: follow.version + 1 };
    yield* messagesOf(step);
  }
  if (follow.course.lastLookAt === null)
    throw new UserError('It was stopped before the first look was over.');
  yield followSummary(follow);
}

async function nextStep(follow: Follow, eye: Here): Promise<FollowStep> {
  const { now, signal } = eye;
  const stopped = () => stopFollow(follow, follow.by, now());
  const waitMs = Math.max(0, follow.nextAt.getTime() - now().getTime());
  // A clock that is moved back must not put off the next look for longer than was asked for.
  await wait(Math.min(waitMs, follow.everyMs), undefined, { signal }).catch(() => undefined);
  if (signal.aborted) return stopped();
  const at = now();
  const look = await lookOnce(follow, eye).catch((thrown: unknown) => {
    if (signal.aborted) return null;
    throw thrown;
  });
  return look === null ? stopped() : nextFollow(follow, look, at, now());
}

/** The summary comes last by itself. */
function* messagesOf({ notifications }: FollowStep): Generator<Message> {
  for (const { conversation, message, key } of notifications) {
    if (key.endsWith(':end')) continue;
    const { buttons: _buttons, ...words } = message;
    yield conversation?.act === 'reply' ? { ...words, stays: true } : words;
  }
}
