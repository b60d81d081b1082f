import { createHash } from 'node:crypto';
import { offeredFiles } from '../../core/files/offered-file.ts';
import { type Message, note, text } from '../../core/message.ts';
import { withFileHint } from '../file-hint.ts';
import { type OutgoingFile, outgoingFiles } from '../outgoing-files.ts';
import { withPictureWords } from '../picture-words.ts';
import type { Asked } from './asked.ts';
import { outcomeOf, type Refusal, readRefusal } from './refusal.ts';
import type { WebClient } from './web.ts';

const uploadMs = 15_000;

/** Slack's limit on the words that describe a picture ("files.getUploadURLExternal"). */
const longestAlternative = 1000;

/** One file under one message. */
export function fileKey(message: string, { name, bytes }: OutgoingFile): string {
  return createHash('sha256')
    .update(JSON.stringify([message, name]))
    .update(bytes)
    .digest('base64url');
}

/**
 * Puts files under a message (files.getUploadURLExternal, an upload each, files.completeUploadExternal). Never rejects:
 * null when they are there, else what Slack refused. `chat:write.public` does not reach as far: files are taken only
 * where the bot is a member.
 */
export async function shareFiles(
  client: WebClient,
  files: readonly OutgoingFile[],
  to: { readonly channel: string; readonly thread: string | undefined },
): Promise<Refusal | null> {
  try {
    const uploaded: { id: string; title: string }[] = [];
    for (const file of files) uploaded.push({ id: await upload(client, file), title: file.name });
    const [first, ...more] = uploaded;
    if (first === undefined) return null;
    const shared = { files: [first, ...more] as [typeof first, ...typeof more], channel_id: to.channel };
    if (to.thread === undefined) await client.files.completeUploadExternal(shared);
    else await client.files.completeUploadExternal({ ...shared, thread_ts: to.thread });
    return null;
  } catch (thrown) {
    return readRefusal(thrown);
  }
}

/** The first two of the three steps; gives the id of the file, which nobody sees before the third. */
async function upload(client: WebClient, { name, bytes, alternative }: OutgoingFile): Promise<string> {
  const words = alternative?.slice(0, longestAlternative);
  const asked = await client.apiCall('files.getUploadURLExternal', {
    filename: name,
    length: bytes.length,
    // Documented under the first name; the library, whose own upload forgets it, calls it by the second.
    ...(words === undefined ? {} : { alt_txt: words, alt_text: words }),
  });
  const { upload_url: url, file_id: id } = asked as {
    readonly upload_url?: string;
    readonly file_id?: string;
  };
  if (url === undefined || id === undefined) throw new Error('Slack gave no place to upload to');
  const taken = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'application/octet-stream' },
    redirect: 'error',
    signal: AbortSignal.timeout(uploadMs),
  });
  await taken.body?.cancel();
  if (!taken.ok) throw new Error(`Slack took no upload (HTTP ${taken.status})`);
  return id;
}

/**
 * For an answer that only the caller sees, which can hold no file: the files go to the caller directly, and the answer
 * says so, or says how to get them.
 */
export async function handedDirectly(
  words: Message,
  { client, log, shell, caller }: Pick<Asked, 'client' | 'log' | 'shell' | 'caller'>,
): Promise<Message> {
  const files = outgoingFiles(words);
  if (files.length === 0 || caller === null) return words;
  const refusal = await shareDirectly(client, files, caller);
  if (refusal !== null) {
    log.warn(refusal, 'Slack took no file');
    const { reason } = outcomeOf(refusal);
    return withPictureWords(withFileHint(words, offeredFiles(words), reason, shell), reason);
  }
  const names = files.map(({ name }) => name).join(', ');
  const told = note(text(`${names}: in your direct messages with Notafter.`));
  return { ...words, blocks: [...words.blocks, told] };
}

async function shareDirectly(
  client: WebClient,
  files: readonly OutgoingFile[],
  user: string,
): Promise<Refusal | null> {
  try {
    const opened = await client.conversations.open({ users: user });
    return await shareFiles(client, files, { channel: opened.channel?.id ?? '', thread: undefined });
  } catch (thrown) {
    return readRefusal(thrown);
  }
}
