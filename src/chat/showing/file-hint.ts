import {
  type Block,
  code,
  type Inline,
  type Message,
  note,
  type OfferedFile,
  text,
} from '../../core/message.ts';

/** The message with a line that says why its files are not there and how to get them; without files it stays as it is. */
export function withFileHint(
  message: Message,
  files: readonly OfferedFile[],
  reason: string,
  command: string | null,
): Message {
  if (files.length === 0) return message;
  return { ...message, blocks: [...message.blocks, fileHint(files, reason, command)] };
}

/** `command` is what one would type into a shell to have the same answer; null where nobody asked. */
function fileHint(files: readonly OfferedFile[], reason: string, command: string | null): Block {
  const names = files.map(({ name }) => name).join(', ');
  const lead = text(`${names} could not be attached: ${reason}`);
  const how: readonly Inline[] =
    command === null ? [] : [text(' In a terminal: '), code(`${command} --save .`)];
  return note(lead, ...how);
}
