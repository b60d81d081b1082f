import { type Refusal, readRefusal } from '../api/refusal.ts';
import type { Rest } from '../api/rest.ts';
import type { Composed } from '../rendering/compose.ts';
import { bodyOf } from '../rendering/post.ts';
import { autoArchiveMinutes } from './threads.ts';

/** "Cannot send messages in a non-text channel" and "Cannot execute action on this channel type". */
const notForMessages: ReadonlySet<number | null> = new Set([50_008, 50_024]);

export function mayBeForum(refusal: Refusal): boolean {
  return notForMessages.has(refusal.code);
}

/**
 * A forum or media channel holds posts only, each a thread that begins with a message ("Start Thread in Forum or Media
 * Channel"). Gives the id of the thread, which is that of its first message as well; null where it is no such channel.
 */
export async function postInForum(
  channel: string,
  name: string,
  { pages: [payload], files }: Composed,
  rest: Rest,
  signal: AbortSignal,
): Promise<string | null> {
  const { body, files: raw } = bodyOf(payload, files);
  try {
    const thread = await rest.post(`/channels/${channel}/threads`, {
      body: { name, auto_archive_duration: autoArchiveMinutes, message: body },
      ...(raw.length === 0 ? {} : { files: raw }),
      signal,
    });
    return (thread as { readonly id: string }).id;
  } catch (thrown) {
    if (mayBeForum(readRefusal(thrown))) return null;
    throw thrown;
  }
}
