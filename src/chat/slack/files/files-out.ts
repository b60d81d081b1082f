import { createHash } from 'node:crypto';
import type { OutgoingFile } from '../../showing/outgoing-files.ts';
import { type Refusal, readRefusal } from '../api/refusal.ts';
import type { WebClient } from '../api/web.ts';

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
