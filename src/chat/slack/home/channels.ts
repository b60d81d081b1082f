import type { SlackBlock } from '../api/payload.ts';
import type { RichElement } from '../rendering/inline.ts';

type Part = Extract<SlackBlock, { readonly type: 'rich_text' }>['elements'][number];

/**
 * A place that stands there by its id ("slack:C012AB3CD") becomes a channel that each reader sees by the name that they may
 * know. It notifies nobody.
 */
export function withChannels(block: SlackBlock): SlackBlock {
  return block.type === 'rich_text' ? { ...block, elements: block.elements.map(partWithChannels) } : block;
}

function partWithChannels(part: Part): Part {
  switch (part.type) {
    case 'rich_text_section':
      return { ...part, elements: part.elements.map(elementWithChannel) };
    case 'rich_text_list':
      return {
        ...part,
        elements: part.elements.map((item) =>
          item.type === 'rich_text_section'
            ? { ...item, elements: item.elements.map(elementWithChannel) }
            : item,
        ),
      };
    default:
      return part;
  }
}

function elementWithChannel(element: RichElement): RichElement {
  if (element.type !== 'text' || element.style?.code !== true) return element;
  const id = /^slack:([CGD][A-Z0-9]{2,20})$/.exec(element.text)?.[1];
  if (id === undefined) return element;
  return id.startsWith('D') ? { type: 'text', text: 'direct messages' } : { type: 'channel', channel_id: id };
}
