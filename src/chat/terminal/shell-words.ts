import { mapInlines } from '../../core/message/map-inlines.ts';
import type { Inline, Message } from '../../core/message.ts';
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
  return mapInlines(message, (inlines) => inlines.map(inline));
}
