import { mapBlockInlines } from '../../core/message/map-inlines.ts';
import type { Block, Inline, Message, Picture, Rung } from '../../core/message.ts';

/**
 * A message at rest: JSON with ISO 8601 dates. `record` stays behind, it is for the asker's terminal only.
 * The way back walks the known shape instead of reviving whatever looks like a date, since button values and
 * texts come from strangers.
 */
export function encodeMessage(message: Message): string {
  const { record: _record, pictures, ...rest } = message;
  const kept = pictures === undefined ? rest : { ...rest, pictures: pictures.map(keptPicture) };
  return JSON.stringify(kept, (_key, value: unknown) => {
    // JSON.stringify writes an invalid date as null, which would come back as 1970.
    if (typeof value === 'object' && value !== null && 'at' in value && value.at instanceof Date) {
      return { ...value, at: value.at.toISOString() };
    }
    return value;
  });
}

export function decodeMessage(stored: string): Message {
  const { pictures, ...message } = JSON.parse(stored) as Omit<Message, 'pictures'> & {
    readonly pictures?: readonly KeptPicture[];
  };
  return {
    ...message,
    title: revived(message.title),
    blocks: message.blocks.map(revivedBlock),
    ...(message.details === undefined
      ? {}
      : { details: { ...message.details, blocks: message.details.blocks.map(revivedBlock) } }),
    ...(pictures === undefined ? {} : { pictures: pictures.map(revivedPicture) }),
  };
}

/** Bytes as base64, a third longer; as JSON's own list of numbers they would take four times as much. */
type KeptPicture = Omit<Picture, 'bytes'> & { readonly bytes: string };

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
  return inlines.map((inline) => (inline.kind === 'date' ? { ...inline, at: new Date(inline.at) } : inline));
}
