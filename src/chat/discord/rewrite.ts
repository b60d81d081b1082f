import type { Log } from '../../core/log.ts';
import type { OutgoingFile } from '../outgoing-files.ts';
import type { Head } from './heads.ts';
import type { Payload } from './payload.ts';
import type { Rest } from './rest.ts';
import { inThread } from './threads.ts';

type Rewriting = { readonly rest: Rest; readonly log: Log; readonly signal: AbortSignal };

/**
 * Edits a head in its place. Allowances are said again: without them an edit is parsed as a new message would be
 * ("Edit Message"). The flag of components cannot be taken off, and what was attached goes.
 */
export async function rewriteHead(
  { channel, message }: Head,
  { flags, components }: Payload,
  files: readonly OutgoingFile[],
  { rest, log, signal }: Rewriting,
): Promise<void> {
  const body = {
    flags,
    components,
    allowed_mentions: { parse: [] },
    attachments: files.map(({ name }, id) => ({ id, filename: name })),
  };
  const raw = files.map(({ name, mediaType, bytes }) => ({
    name,
    contentType: mediaType,
    data: Buffer.from(bytes),
  }));
  const edit = () =>
    rest.patch(`/channels/${channel}/messages/${message}`, {
      body,
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
