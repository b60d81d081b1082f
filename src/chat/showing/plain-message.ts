import { type Message, text } from '../../core/message.ts';

/** Words of the bot's own that belong to no answer. */
export function plainMessage(words: string): Message {
  return { tone: 'unknown', title: [text(words)], blocks: [], summary: words };
}

export const stopped = plainMessage('Notafter was stopped before this was finished. Ask again in a moment.');

export const nothingSaid = plainMessage('The command gave no answer. The log may say why.');
