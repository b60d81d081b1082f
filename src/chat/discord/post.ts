import { createHash } from 'node:crypto';
import type { OutgoingFile } from '../outgoing-files.ts';
import { messageLimits } from './limits.ts';
import type { Payload } from './payload.ts';
import type { Rest } from './rest.ts';

export type Posting = {
  readonly channel: string;
  readonly payload: Payload;
  readonly files: readonly OutgoingFile[];
  /** With it Discord gives back the message it has when the same one is posted twice within some minutes. */
  readonly nonce: string | null;
  /** The message it refers to, as an answer does. */
  readonly replyTo?: string;
};

/** Posts as the bot; gives the id of the message. */
export async function post(
  rest: Rest,
  { channel, payload, files, nonce, replyTo }: Posting,
  signal: AbortSignal,
): Promise<string> {
  const body = {
    ...payload,
    ...(nonce === null ? {} : { nonce, enforce_nonce: true }),
    // A head that somebody deleted is no reason to say nothing.
    ...(replyTo === undefined
      ? {}
      : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
    ...(files.length === 0 ? {} : { attachments: files.map(attachmentJson) }),
  };
  const posted = await rest.post(`/channels/${channel}/messages`, {
    body,
    ...(files.length === 0 ? {} : { files: files.map(rawFile) }),
    signal,
  });
  return (posted as { readonly id: string }).id;
}

export function nonceOf(key: string, part: string): string {
  return createHash('sha256').update(`${part} ${key}`).digest('base64url').slice(0, messageLimits.nonce);
}

function attachmentJson({ name, alternative }: OutgoingFile, id: number): object {
  return { id, filename: name, ...(alternative === null ? {} : { description: descriptionOf(alternative) }) };
}

export function descriptionOf(alternative: string): string {
  return alternative.slice(0, messageLimits.description).toWellFormed();
}

function rawFile({ name, mediaType, bytes }: OutgoingFile) {
  return { name, contentType: mediaType, data: Buffer.from(bytes) };
}
