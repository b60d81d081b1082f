import type { Log } from '../../../core/log.ts';
import type { Rest } from '../api/rest.ts';
import type { Composed } from '../rendering/compose.ts';
import { attachmentsJson, bodyOf } from '../rendering/post.ts';
import type { Head } from './heads.ts';
import { inThread } from './threads.ts';

type Rewriting = { readonly rest: Rest; readonly log: Log; readonly signal: AbortSignal };

/**
 * Edits a head in its place, in the layout it has. Allowances are said again: without them an edit is parsed as a new message
 * would be ("Edit Message"). What was attached goes.
 */
export async function rewriteHead(
  { channel, message }: Head,
  { pages: [payload], files }: Composed,
  { rest, log, signal }: Rewriting,
): Promise<void> {
  const { body, files: raw } = bodyOf(payload, files);
  const edit = () =>
    rest.patch(`/channels/${channel}/messages/${message}`, {
      body: { ...body, allowed_mentions: { parse: [] }, attachments: attachmentsJson(files) },
      ...(raw.length === 0 ? {} : { files: raw }),
      signal,
    });
  // The place itself may be a thread, and archived by now. What cannot be edited any more leaves nothing unsaid.
  const edited = await inThread(channel, rest, signal, async () => {
    await edit();
    return true;
  });
  if (edited === null) log.info({ channel, message }, 'a message that was to be rewritten is gone');
}
