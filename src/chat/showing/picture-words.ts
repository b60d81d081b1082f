import { type Message, note, text } from '../../core/message.ts';

/** The message with what its pictures show in words, where a platform did not take them; without any it stays as it is. */
export function withPictureWords(message: Message, reason: string): Message {
  const { pictures = [], blocks } = message;
  if (pictures.length === 0) return message;
  const words = pictures.map(({ name, alternative }) =>
    note(text(`${name} could not be shown: ${reason} It shows: ${alternative}`)),
  );
  return { ...message, pictures: [], blocks: [...blocks, ...words] };
}
