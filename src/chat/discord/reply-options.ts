import type { AttachmentPayload, InteractionEditReplyOptions, InteractionReplyOptions } from 'discord.js';
import type { OutgoingFile } from '../outgoing-files.ts';
import { ephemeral, type Payload } from './payload.ts';
import { descriptionOf } from './post.ts';

/** Allowed mentions go with every message: Discord parses an edit or follow-up with its own defaults otherwise. */
export function editOptions(
  { flags, components, allowed_mentions }: Payload,
  files: readonly OutgoingFile[],
): InteractionEditReplyOptions {
  return {
    flags,
    components: asComponents(components),
    allowedMentions: allowed_mentions,
    // What an earlier answer attached goes: no component of this one shows it.
    attachments: [],
    files: files.map(attachmentOf),
  };
}

function attachmentOf({ name, bytes, alternative }: OutgoingFile): AttachmentPayload {
  const description = alternative === null ? {} : { description: descriptionOf(alternative) };
  return { name, attachment: Buffer.from(bytes), ...description };
}

export function replyOptions(
  payload: Payload,
  isPrivate: boolean,
  files: readonly OutgoingFile[],
): InteractionReplyOptions {
  const { components, allowed_mentions } = payload;
  return {
    flags: payload.flags | (isPrivate ? ephemeral : 0),
    components: asComponents(components),
    allowedMentions: allowed_mentions,
    files: files.map(attachmentOf),
  };
}

/** Plain JSON is what the library sends on; its types only know its own enums. */
function asComponents(components: Payload['components']): NonNullable<InteractionReplyOptions['components']> {
  return components as unknown as NonNullable<InteractionReplyOptions['components']>;
}
