import { calledBy } from '../../core/calls.ts';
import type { Block, Button, Message, Tone } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { clip } from '../clean-text.ts';
import { type OutgoingFile, outgoingFiles } from '../outgoing-files.ts';
import { type Piece, renderBlock } from './blocks.ts';
import { oneLine } from './escape.ts';
import { canNotify, mentionsIn, mentionText, renderInlines } from './inline.ts';
import { answerLimits, messageLimits } from './limits.ts';
import { type Page, paginate } from './pages.ts';
import {
  type ActionRow,
  type AllowedMentions,
  type ButtonComponent,
  type Container,
  componentsV2,
  type FileComponent,
  type MediaGallery,
  type Payload,
  type TextDisplay,
} from './payload.ts';
import { descriptionOf } from './post.ts';

const titleLength = 1500;

export const looks: Readonly<Record<Tone, { readonly symbol: string; readonly colour: number }>> = {
  good: { symbol: '✅', colour: 0x23a55a },
  warning: { symbol: '🟠', colour: 0xe67e22 },
  bad: { symbol: '🔴', colour: 0xda373c },
  neutral: { symbol: '', colour: 0x5865f2 },
  unknown: { symbol: '❔', colour: 0x80848e },
};

/**
 * One message or, when it is too long for one, a few that follow each other; never none. The verdict and whoever is
 * called stand before the container, so that they are read first. Buttons without an id are left out. The first one
 * shows the offered files, which have to be sent along with it.
 */
export function renderMessage(
  message: Message,
  buttonIds: ReadonlyMap<Button, string>,
): readonly [Payload, ...Payload[]] {
  const called = calledBy(message).filter(canNotify);
  const title: TextDisplay = { type: 10, content: titleText(message, called) };
  const rows = actionRows(message.buttons ?? [], buttonIds);
  const under = [...attached(outgoingFiles(message)), ...rows];
  const { pages, footer } = layOut(message.blocks, title, under);
  const [first = [], ...more] = pages;
  return [
    payload([title, ...boxed([...first, ...under, ...footer], message.tone)], allow(called)),
    // Whoever is called was called by the first.
    ...more.map((page) => payload(boxed(page, message.tone), allow([]))),
  ];
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

function titleText(message: Message, called: readonly Mention[]): string {
  const { symbol } = looks[message.tone];
  let title = symbol === '' ? '' : `${symbol} `;
  for (const atom of renderInlines(message.title, 'bold')) {
    if (title.length + atom.length > titleLength) {
      title += '…';
      break;
    }
    title += atom;
  }
  const there = new Set(mentionsIn(message.title).map(mentionText));
  for (const mention of called.map(mentionText)) {
    if (!there.has(mention) && title.length + mention.length < 2 * titleLength) title += ` ${mention}`;
  }
  return title.trim() === '' ? '…' : title;
}

function allow(called: readonly Mention[]): AllowedMentions {
  const idsOf = (kind: Mention['kind']) =>
    called
      .filter((who) => who.kind === kind)
      .map((who) => who.id)
      .slice(0, messageLimits.mentions);
  return { parse: [], users: idsOf('user'), roles: idsOf('group') };
}

/** Two buttons of one id would be refused; they would do the same thing, so the first is enough. */
function actionRows(buttons: readonly Button[], ids: ReadonlyMap<Button, string>): readonly ActionRow[] {
  const byId = new Map<string, ButtonComponent>();
  for (const button of buttons) {
    const id = ids.get(button);
    if (id !== undefined && !byId.has(id)) byId.set(id, buttonComponent(button, id));
  }
  const shown = [...byId.values()].slice(0, answerLimits.buttons);
  const rows: ActionRow[] = [];
  for (let at = 0; at < shown.length; at += messageLimits.buttonsInRow) {
    rows.push({ type: 1, components: shown.slice(at, at + messageLimits.buttonsInRow) });
  }
  return rows;
}

function buttonComponent({ label, command, style }: Button, id: string): ButtonComponent {
  const shown = clip(oneLine(label).trim(), messageLimits.buttonLabel);
  return {
    type: 2,
    style: style === 'primary' ? 1 : style === 'danger' ? 4 : 2,
    label: shown === '' ? `/${command}` : shown,
    custom_id: id,
  };
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

function payload(components: Payload['components'], allowed: AllowedMentions): Payload {
  return { flags: componentsV2, components, allowed_mentions: allowed };
}
