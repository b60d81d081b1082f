import type { Memory } from '../../memory.ts';
import { isTokenRefused, outcomeOf, type Refusal, readRefusal } from '../api/refusal.ts';
import type { Rest } from '../api/rest.ts';
import { isLayoutRefusal } from '../rendering/layouts.ts';
import type { Head } from './heads.ts';

/** JSON error codes ("Opcodes and Status Codes"). */
const threadExists = 160_004;
const isArchived = 50_083;

/** A week, the longest: an alarm outlives the usual day. In minutes. */
export const autoArchiveMinutes = 10_080;

/** Where a reply may go. `beside`: there is no thread, and there will be none; it refers to the head instead. */
export type Under =
  | { readonly kind: 'thread'; readonly channel: string; readonly around: string }
  | { readonly kind: 'beside'; readonly channel: string; readonly message: string };

/**
 * The thread of a head, made where there is none yet: twice made is once made, since its id is that of the message.
 * In direct messages, in threads and where the bot may start none, replies refer to the head instead.
 */
export async function threadUnder(
  head: Head,
  rest: Rest,
  known: Memory,
  signal: AbortSignal,
): Promise<Under> {
  const thread = { kind: 'thread', channel: head.message, around: head.channel } as const;
  if (isForumPost(head)) return thread;
  if (known.has(head.message)) return thread;
  try {
    await rest.post(`/channels/${head.channel}/messages/${head.message}/threads`, {
      body: { name: head.name, auto_archive_duration: autoArchiveMinutes },
      signal,
    });
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    if (refusal.code !== threadExists) {
      rethrowPassing(thrown, refusal);
      return besideHead(head);
    }
  }
  known.add(head.message);
  return thread;
}

/** The first message of a post in a forum has the id of the post, which is a thread. */
export function isForumPost({ channel, message }: Head): boolean {
  return channel === message;
}

export function besideHead({ channel, message }: Head): Under {
  return { kind: 'beside', channel, message };
}

/**
 * Does something in a thread. One that was archived is opened again; null when it is locked or gone: then the channel
 * is the place.
 */
export async function inThread<Result>(
  thread: string,
  rest: Rest,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    rethrowPassing(thrown, refusal);
    if (refusal.code !== isArchived) return null;
  }
  try {
    // Nobody but a moderator opens a thread that a moderator has locked: that is refused.
    await rest.patch(`/channels/${thread}`, { body: { archived: false }, signal });
    return await work();
  } catch (thrown) {
    rethrowPassing(thrown, readRefusal(thrown));
    return null;
  }
}

/** What may go well the next time or in another layout is tried again, and a refused token is no matter of threads. */
function rethrowPassing(thrown: unknown, refusal: Refusal): void {
  if (outcomeOf(refusal).kind === 'retry' || isTokenRefused(refusal) || isLayoutRefusal(refusal))
    throw thrown;
}
