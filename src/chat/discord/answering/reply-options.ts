import type { AttachmentPayload, InteractionEditReplyOptions, InteractionReplyOptions } from 'discord.js';
import type { OutgoingFile } from '../../showing/outgoing-files.ts';
import { ephemeral, type Payload } from '../rendering/payload.ts';
import { descriptionOf } from '../rendering/post.ts';

/** Allowed mentions go with every message: Discord parses an edit or follow-up with its own defaults otherwise. */
export function editOptions(payload: Payload, files: readonly OutgoingFile[]): InteractionEditReplyOptions {
  return {
    ...body(payload),
    ...('embeds' in payload ? {} : { flags: payload.flags }),
    // What an earlier answer attached goes: nothing of this one shows it.
    attachments: [],
    files: files.map(attachmentOf),
  };
}

export function replyOptions(
  payload: Payload,
  isPrivate: boolean,
  files: readonly OutgoingFile[],
): InteractionReplyOptions {
  const layout = 'embeds' in payload ? 0 : payload.flags;
  return {
    ...body(payload),
    flags: layout | (isPrivate ? ephemeral : 0),
    files: files.map(attachmentOf),
  };
}

/** Plain JSON is what the library sends on; its types only know its own enums. */
type Body = Pick<InteractionEditReplyOptions, 'content' | 'embeds' | 'components' | 'allowedMentions'> & {
  readonly content?: string;
};

function body(payload: Payload): Body {
  const { components, allowed_mentions: allowedMentions } = payload;
  const classic = 'embeds' in payload ? { content: payload.content, embeds: payload.embeds } : {};
  return { ...classic, components, allowedMentions } as unknown as Body;
}

function attachmentOf({ name, bytes, alternative }: OutgoingFile): AttachmentPayload {
  const description = alternative === null ? {} : { description: descriptionOf(alternative) };
  return { name, attachment: Buffer.from(bytes), ...description };
}
