import type { Block, Inline, Message } from '../message.ts';
import type { Mention } from '../people.ts';
import { mapInlines } from './map-inlines.ts';

/** One text per person or group, whatever they are called at the moment. */
export function mentionKey({ platform, kind, id }: Mention): string {
  return `${platform}:${kind}:${id}`;
}

/** Everybody whom the message notifies, each once, in the order of reading. */
export function calledBy({ title, blocks }: Pick<Message, 'title' | 'blocks'>): readonly Mention[] {
  const found = [...title, ...blocks.flatMap(inlinesOf)].flatMap((inline) =>
    inline.kind === 'mention' ? [inline.who] : [],
  );
  return [...new Map(found.map((who) => [mentionKey(who), who])).values()];
}

/** The same words with nobody called, or with those left out whom `isSilent` names. */
export function withoutCalls(message: Message, isSilent: (who: Mention) => boolean = () => true): Message {
  const quiet = (inlines: readonly Inline[]) =>
    inlines.map((inline): Inline => {
      return inline.kind === 'mention' && isSilent(inline.who) ? { kind: 'person', who: inline.who } : inline;
    });
  return mapInlines(message, quiet);
}

function inlinesOf(block: Block): readonly Inline[] {
  switch (block.kind) {
    case 'paragraph':
    case 'labelled':
    case 'note':
      return block.inlines;
    case 'list':
      return block.items.flat();
    case 'heading':
    case 'ladder':
    case 'code':
    case 'table':
    case 'divider':
      return [];
  }
}
