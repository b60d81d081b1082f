import { createHash } from 'node:crypto';
import { offeredFiles } from '../../core/files/offered-file.ts';
import { type Message, note, type OfferedFile, text } from '../../core/message.ts';
import { withFileHint } from '../file-hint.ts';
import type { Asked } from './asked.ts';
import { outcomeOf, type Refusal, readRefusal } from './refusal.ts';
import type { WebClient } from './web.ts';

/** One file under one message. */
export function fileKey(message: string, { name, text }: OfferedFile): string {
  return createHash('sha256')
    .update(JSON.stringify([message, name, text]))
    .digest('base64url');
}

/**
 * Puts files under a message (files.getUploadURLExternal, an upload each, files.completeUploadExternal). Never rejects:
 * null when they are there, else what Slack refused. `chat:write.public` does not reach as far: files are taken only
 * where the bot is a member.
 */
export async function shareFiles(
  client: WebClient,
  files: readonly OfferedFile[],
  to: { readonly channel: string; readonly thread: string | undefined },
): Promise<Refusal | null> {
  const file_uploads = files.map(({ name, text }) => ({
    file: Buffer.from(text),
    filename: name,
    title: name,
  }));
  try {
    if (to.thread === undefined) await client.filesUploadV2({ channel_id: to.channel, file_uploads });
    else await client.filesUploadV2({ channel_id: to.channel, thread_ts: to.thread, file_uploads });
    return null;
  } catch (thrown) {
    return readRefusal(thrown);
  }
}

/**
 * For an answer that only the caller sees, which can hold no file: the files go to the caller directly, and the answer
 * says so, or says how to get them.
 */
export async function handedDirectly(
  words: Message,
  { client, log, shell, caller }: Pick<Asked, 'client' | 'log' | 'shell' | 'caller'>,
): Promise<Message> {
  const files = offeredFiles(words);
  if (files.length === 0 || caller === null) return words;
  const refusal = await shareDirectly(client, files, caller);
  if (refusal !== null) {
    log.warn(refusal, 'Slack took no file');
    return withFileHint(words, files, outcomeOf(refusal).reason, shell);
  }
  const names = files.map(({ name }) => name).join(', ');
  const told = note(text(`${names}: in your direct messages with Notafter.`));
  return { ...words, blocks: [...words.blocks, told] };
}

async function shareDirectly(
  client: WebClient,
  files: readonly OfferedFile[],
  user: string,
): Promise<Refusal | null> {
  try {
    const opened = await client.conversations.open({ users: user });
    return await shareFiles(client, files, { channel: opened.channel?.id ?? '', thread: undefined });
  } catch (thrown) {
    return readRefusal(thrown);
  }
}
