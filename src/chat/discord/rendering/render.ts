import type { Block, Button, Message, Tone } from '../../../core/message.ts';
import { type OutgoingFile, outgoingFiles } from '../../showing/outgoing-files.ts';
import { type Piece, renderBlock } from './blocks.ts';
import { renderEmbeds } from './embeds.ts';
import { allow, headLine, looks } from './head-line.ts';
import { messageLimits } from './limits.ts';
import { type Page, paginate } from './pages.ts';
import {
  type ActionRow,
  type AllowedMentions,
  type ComponentsPayload,
  type Container,
  componentsV2,
  type FileComponent,
  type Layout,
  type MediaGallery,
  type Payload,
  type TextDisplay,
} from './payload.ts';
import { descriptionOf } from './post.ts';
import { actionRows } from './rows.ts';

const headLineLength = 3000;

/**
 * One message or, when it is too long for one, a few that follow each other; never none. The verdict and whoever is
 * called stand before the container, so that they are read first. Buttons without an id are left out. The first one
 * shows the offered files, which have to be sent along with it.
 */
export function renderMessage(
  message: Message,
  buttonIds: ReadonlyMap<Button, string>,
): readonly [ComponentsPayload, ...ComponentsPayload[]] {
  const { text, called } = headLine(message, headLineLength);
  const title: TextDisplay = { type: 10, content: text };
  const rows = actionRows(message, buttonIds);
  const under = [...attached(outgoingFiles(message)), ...rows];
  const { pages, footer } = layOut(message.blocks, title, under);
  const [first = [], ...more] = pages;
  return [
    payload([title, ...boxed([...first, ...under, ...footer], message.tone)], allow(called)),
    // Whoever is called was called by the first.
    ...more.map((page) => payload(boxed(page, message.tone), allow([]))),
  ];
}

/** The same in either layout. */
export function renderIn(
  layout: Layout,
  message: Message,
  buttonIds: ReadonlyMap<Button, string>,
): readonly [Payload, ...Payload[]] {
  return layout === 'embeds' ? renderEmbeds(message, buttonIds) : renderMessage(message, buttonIds);
}

/** Small print goes under the buttons when everything fits into one message. */
function layOut(
  blocks: readonly Block[],
  title: TextDisplay,
  under: readonly (FileComponent | MediaGallery | ActionRow)[],
): { readonly pages: readonly Page[]; readonly footer: Page } {
  const components =
    1 + under.reduce((sum, part) => sum + 1 + (part.type === 1 ? part.components.length : 0), 0);
  const bodyLength = blocks.findLastIndex((block) => block.kind !== 'note') + 1;
  const footer = joined(blocks.slice(bodyLength).flatMap(renderBlock));
  if (under.length > 0 && footer !== '') {
    const reserved = { text: title.content.length + footer.length, components: components + 1 };
    const pages = paginate(blocks.slice(0, bodyLength).flatMap(renderBlock), reserved);
    if (pages.length === 1 && reserved.text <= messageLimits.text) {
      return { pages, footer: [{ type: 10, content: footer }] };
    }
  }
  const reserved = { text: title.content.length, components };
  return { pages: paginate(blocks.flatMap(renderBlock), reserved), footer: [] };
}

function joined(pieces: readonly Piece[]): string {
  return pieces.reduce((text, piece) => {
    if (piece.kind === 'separator') return text;
    return text === '' ? piece.content : text + piece.glue + piece.content;
  }, '');
}

/** An empty container is refused. */
function boxed(components: Container['components'], tone: Tone): readonly Container[] {
  return components.length === 0 ? [] : [{ type: 17, accent_color: looks[tone].colour, components }];
}

/** Pictures first, in one gallery. The names are safe already, so that they read the same in the URL. */
function attached(files: readonly OutgoingFile[]): readonly (MediaGallery | FileComponent)[] {
  const items = files.flatMap(({ name, alternative }) =>
    alternative === null
      ? []
      : [{ media: { url: `attachment://${name}` as const }, description: descriptionOf(alternative) }],
  );
  const plain = files.filter(({ alternative }) => alternative === null);
  return [
    ...(items.length === 0 ? [] : [{ type: 12 as const, items }]),
    ...plain.map(({ name }): FileComponent => ({ type: 13, file: { url: `attachment://${name}` } })),
  ];
}

function payload(components: ComponentsPayload['components'], allowed: AllowedMentions): ComponentsPayload {
  return { flags: componentsV2, components, allowed_mentions: allowed };
}
