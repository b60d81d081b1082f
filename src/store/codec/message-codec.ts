import { mapBlockInlines } from '../../core/message/map-inlines.ts';
import { type Block, type Inline, type Message, type Picture, type Rung, text } from '../../core/message.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import { isKeptMessage, type KeptPicture } from './kept-message.ts';
import { isFields } from './shapes.ts';

/**
 * A message at rest: JSON with ISO 8601 dates, null for one that is none. `record` stays behind, it is for the asker's terminal only.
 * The way back walks the known shape instead of reviving whatever looks like a date, since button values and
 * texts come from strangers.
 */
export function encodeMessage(message: Message): string {
  const { record: _record, pictures, ...rest } = message;
  const kept = pictures === undefined ? rest : { ...rest, pictures: pictures.map(keptPicture) };
  return JSON.stringify(kept);
}

/** Of what is damaged, or another version's, the one line is told that everybody can read: nobody waits behind it. */
export function decodeMessage(stored: string): Message {
  const kept = jsonOrNull(stored);
  if (!isKeptMessage(kept)) return summaryOf(kept);
  const { pictures, details, ...message } = kept;
  return {
    ...message,
    title: revived(message.title),
    blocks: message.blocks.map(revivedBlock),
    ...(details === undefined ? {} : { details: { ...details, blocks: details.blocks.map(revivedBlock) } }),
    ...(pictures === undefined ? {} : { pictures: pictures.map(revivedPicture) }),
  };
}

const unreadable =
  'A message that was kept for here cannot be read any more. Its record is damaged, or of another version.';
const longestSummary = 2000;

function summaryOf(kept: unknown): Message {
  const said =
    isFields(kept) && typeof kept.summary === 'string' ? kept.summary.slice(0, longestSummary) : '';
  const summary = said.trim() === '' ? unreadable : said;
  return { tone: 'unknown', title: [text(summary)], blocks: [], summary };
}

function keptPicture({ bytes, ...rest }: Picture): KeptPicture {
  return { ...rest, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

function revivedPicture({ bytes, ...rest }: KeptPicture): Picture {
  return { ...rest, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) };
}

/** The moments of a ladder stand in its rungs and in no inline. */
function revivedBlock(block: Block): Block {
  if (block.kind !== 'ladder') return mapBlockInlines(block, revived);
  return { ...block, rungs: block.rungs.map(revivedRung) };
}

function revivedRung({ until, ...rung }: Rung): Rung {
  // One that could not be read came to rest as null.
  return until === undefined || until === null ? rung : { ...rung, until: new Date(until) };
}

function revived(inlines: readonly Inline[]): readonly Inline[] {
  return inlines.map((inline) =>
    inline.kind === 'date' ? { ...inline, at: new Date(inline.at ?? Number.NaN) } : inline,
  );
}
