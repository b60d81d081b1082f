import { withoutCalls } from '../../../core/message/calls.ts';
import type { Block, Button, Message } from '../../../core/message.ts';
import { outgoingFiles } from '../../showing/outgoing-files.ts';
import { renderBlock } from './blocks.ts';
import { escapeMarkdown, oneLine } from './escape.ts';
import { allow, headLine, looks } from './head-line.ts';
import { renderInlines } from './inline.ts';
import { embedLimits } from './limits.ts';
import { paginate } from './pages.ts';
import type { Embed, EmbedField, EmbedsPayload } from './payload.ts';
import { plainInlines } from './plain.ts';
import { actionRows } from './rows.ts';

/** Of one embed's description, so that fields and footer have room beside it. */
export const embedRoom = { text: 4000, components: 1000 } as const;
const besideLength = embedLimits.total - embedRoom.text;

/**
 * The same message without components: the verdict and whoever is called as its text, which is what a locked screen shows, the
 * rest in an embed. Mentions in embeds call nobody, so there are none in there.
 */
export function renderEmbeds(
  message: Message,
  buttonIds: ReadonlyMap<Button, string>,
): readonly [EmbedsPayload, ...EmbedsPayload[]] {
  const { text: content, called } = headLine(message, embedLimits.content);
  const { body, fields, footer } = shared(withoutCalls(message).blocks);
  const pieces = body.flatMap(renderBlock).filter(({ kind }) => kind !== 'separator');
  const [first, ...more] = paginate(pieces, { text: 0, components: 0 }, embedRoom).map(textOf);
  const image = outgoingFiles(message).find(({ alternative }) => alternative !== null);
  const color = looks[message.tone].colour;
  const embed: Embed = {
    color,
    ...described(first),
    ...(fields.length === 0 ? {} : { fields }),
    ...(image === undefined ? {} : { image: { url: `attachment://${image.name}` } }),
    ...(footer === '' ? {} : { footer: { text: footer } }),
  };
  return [
    {
      content,
      // One that holds its colour alone is refused.
      embeds: Object.keys(embed).length === 1 ? [] : [embed],
      components: actionRows(message, buttonIds),
      allowed_mentions: allow(called),
    },
    ...more.map((page) => ({
      content: '',
      embeds: [{ color, ...described(page) }],
      components: [],
      allowed_mentions: allow([]),
    })),
  ];
}

type Shared = {
  readonly body: readonly Block[];
  readonly fields: readonly EmbedField[];
  readonly footer: string;
};

/** Labelled facts at the end become fields and small print the footer, as far as they fit there and read the same. */
function shared(blocks: readonly Block[]): Shared {
  const notesAt = blocks.findLastIndex(({ kind }) => kind !== 'note') + 1;
  const footer = plainLines(blocks.slice(notesAt));
  const isFooter = footer !== null && footer.length <= embedLimits.footer && footer.length <= besideLength;
  const kept = isFooter ? blocks.slice(0, notesAt) : blocks;
  const small = isFooter ? footer : '';
  const fieldsAt = kept.findLastIndex(({ kind }) => kind !== 'labelled') + 1;
  const fields = fieldsOf(kept.slice(fieldsAt), besideLength - small.length);
  return fields === null || fieldsAt === 0
    ? { body: kept, fields: [], footer: small }
    : { body: kept.slice(0, fieldsAt), fields, footer: small };
}

/** Null where they do not fit. */
function fieldsOf(blocks: readonly Block[], room: number): readonly EmbedField[] | null {
  const fields = blocks.flatMap((block) =>
    block.kind === 'labelled'
      ? [{ name: escapeMarkdown(oneLine(block.label).trim()), value: renderInlines(block.inlines).join('') }]
      : [],
  );
  const fits = fields.every(
    ({ name, value }) =>
      name !== '' &&
      value.trim() !== '' &&
      name.length <= embedLimits.fieldName &&
      value.length <= embedLimits.fieldValue,
  );
  const size = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return fits && fields.length <= embedLimits.fields && size <= room ? fields : null;
}

/** Null where something in it needs markdown: a footer shows no dates in the reader's zone, and no links. */
function plainLines(notes: readonly Block[]): string | null {
  const lines: string[] = [];
  for (const note of notes) {
    const inlines = note.kind === 'note' ? note.inlines : [];
    if (inlines.some(({ kind }) => kind === 'date' || kind === 'link')) return null;
    lines.push(plainInlines(inlines, undated));
  }
  return lines.filter((line) => line !== '').join('\n');
}

/** There is no date in it. */
const undated = new Date(0);

function textOf(page: ReturnType<typeof paginate>[number]): string {
  return page.map((part) => (part.type === 10 ? part.content : '')).join('\n');
}

function described(text = ''): { readonly description?: string } {
  return text.trim() === '' ? {} : { description: text };
}
