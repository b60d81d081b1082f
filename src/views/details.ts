import type { Message } from '../core/message.ts';

/** The closer look as a message of its own; null where an answer has none. */
export function detailsOf(message: Message): Message | null {
  const { tone, title, details, summary } = message;
  if (details === undefined) return null;
  const { blocks, files } = details;
  return {
    tone,
    title,
    blocks,
    ...(files === undefined ? {} : { files }),
    summary: `Details: ${summary}`,
  };
}

/** All in one, for places where an answer can be as long as it likes: details come before the small print. */
export function withDetailsInside(message: Message): Message {
  const { details, files, ...rest } = message;
  if (details === undefined) return message;
  const bodyEnd = message.blocks.findLastIndex(({ kind }) => kind !== 'note') + 1;
  const all = [...(files ?? []), ...(details.files ?? [])];
  return {
    ...rest,
    blocks: [...message.blocks.slice(0, bodyEnd), ...details.blocks, ...message.blocks.slice(bodyEnd)],
    ...(all.length === 0 ? {} : { files: all }),
  };
}
