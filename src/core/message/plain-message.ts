import { type Message, text } from '../message.ts';

/** One sentence, and nothing else. */
export function plainMessage(sentence: string, tone: Message['tone'] = 'neutral'): Message {
  return { tone, title: [text(sentence)], blocks: [], summary: sentence };
}
