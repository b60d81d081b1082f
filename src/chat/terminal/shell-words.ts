import type { Block, Inline, Message } from '../../core/message.ts';
import { inShellWords } from './help-text.ts';

/** The message with its hints ("Change it with /watch edit.") as one types them in a shell. */
export function withShellWords(message: Message, names: readonly string[]): Message {
  const inline = (one: Inline): Inline => {
    switch (one.kind) {
      case 'text':
      case 'strong':
      case 'code':
        return { ...one, text: inShellWords(one.text, names) };
      default:
        return one;
    }
  };
  const block = (one: Block): Block => {
    switch (one.kind) {
      case 'paragraph':
      case 'labelled':
      case 'note':
        return { ...one, inlines: one.inlines.map(inline) };
      case 'list':
        return { ...one, items: one.items.map((item) => item.map(inline)) };
      default:
        return one;
    }
  };
  return { ...message, title: message.title.map(inline), blocks: message.blocks.map(block) };
}
