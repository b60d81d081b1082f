import { createHash } from 'node:crypto';
import type { RawFile } from 'discord.js';
import { clip } from '../../showing/clean-text.ts';
import type { OutgoingFile } from '../../showing/outgoing-files.ts';
import type { Rest } from '../api/rest.ts';
import { oneLine } from './escape.ts';
import { messageLimits } from './limits.ts';
import type { Payload } from './payload.ts';

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
  const { body, files: raw } = bodyOf(payload, files);
  const posted = await rest.post(`/channels/${channel}/messages`, {
    body: {
      ...body,
      ...(nonce === null ? {} : { nonce, enforce_nonce: true }),
      // A head that somebody deleted is no reason to say nothing.
      ...(replyTo === undefined
        ? {}
        : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
    },
    ...(raw.length === 0 ? {} : { files: raw }),
    signal,
  });
  return (posted as { readonly id: string }).id;
}

/** A message as the REST API takes it, and what goes beside it. */
export function bodyOf(
  payload: Payload,
  files: readonly OutgoingFile[],
): { readonly body: Payload & { readonly attachments?: readonly object[] }; readonly files: RawFile[] } {
  return {
    body: files.length === 0 ? payload : { ...payload, attachments: attachmentsJson(files) },
    files: files.map(({ name, mediaType, bytes }) => ({
      name,
      contentType: mediaType,
      data: Buffer.from(bytes),
    })),
  };
}

export function attachmentsJson(files: readonly OutgoingFile[]): readonly object[] {
  return files.map(({ name, alternative }, id) => ({
    id,
    filename: name,
    ...(alternative === null ? {} : { description: descriptionOf(alternative) }),
  }));
}

export function nonceOf(key: string, part: string): string {
  return createHash('sha256').update(`${part} ${key}`).digest('base64url').slice(0, messageLimits.nonce);
}

/** What a picture shows; read aloud, so that nothing in it may be invisible. Never empty: that is refused. */
export function descriptionOf(alternative: string): string {
  const words = clip(oneLine(alternative).trim(), messageLimits.description);
  return words === '' ? 'A picture' : words;
}
