import type { Piece } from './blocks.ts';
import { answerLimits, messageLimits } from './limits.ts';
import type { Separator, TextDisplay } from './payload.ts';

/** One message's worth of body. */
export type Page = readonly (TextDisplay | Separator)[];

/** What the first message loses to its title and buttons. */
export type Reserved = { readonly text: number; readonly components: number };

/** How much one message holds. */
export type Room = { readonly text: number; readonly components: number };

/** What has all of an answer that is too long for the messages it may take. */
export const wholeAnswer = 'whole-answer.txt';

const separator: Separator = { type: 14, divider: true, spacing: 1 };
const leftOut = `-# There is more than fits here: ${wholeAnswer} has what was left out.`;

type Draft = {
  readonly parts: (TextDisplay | Separator)[];
  text: number;
  components: number;
  isCut: boolean;
};

/** Spreads pieces over as few messages as hold them, and says so when even the last is full. */
export function paginate(
  pieces: readonly Piece[],
  reserved: Reserved,
  room: Room = messageLimits,
): readonly Page[] {
  return spread(pieces, reserved, room).map(({ parts }) =>
    parts.at(-1)?.type === 14 ? parts.slice(0, -1) : parts,
  );
}

/** Whether something of it has to be left out. */
export function isTooLong(pieces: readonly Piece[], reserved: Reserved, room: Room = messageLimits): boolean {
  return spread(pieces, reserved, room).some(({ isCut }) => isCut);
}

function spread(pieces: readonly Piece[], reserved: Reserved, room: Room): readonly Draft[] {
  const drafts: Draft[] = [
    {
      parts: [],
      text: room.text - reserved.text,
      // The container itself counts.
      components: room.components - reserved.components - 1,
      isCut: false,
    },
  ];
  for (const piece of pieces) {
    const last = drafts.at(-1);
    if (last !== undefined && put(last, piece)) continue;
    if (piece.kind === 'separator') continue;
    if (drafts.length === answerLimits.messages) {
      if (last !== undefined) sayCut(last);
      break;
    }
    const next = emptyDraft(drafts.length + 1, room);
    put(next, piece);
    drafts.push(next);
  }
  return drafts;
}

/** The last message keeps room to say that something was left out. */
function emptyDraft(number: number, room: Room): Draft {
  const isLast = number === answerLimits.messages;
  return {
    parts: [],
    text: room.text - (isLast ? leftOut.length + 1 : 0),
    components: room.components - 1 - (isLast ? 1 : 0),
    isCut: false,
  };
}

function sayCut(draft: Draft): void {
  draft.text += leftOut.length + 1;
  draft.components += 1;
  draft.isCut = true;
  put(draft, { kind: 'text', content: leftOut, glue: '\n' });
}

/** False when the message is full. */
function put(draft: Draft, piece: Piece): boolean {
  const last = draft.parts.at(-1);
  if (piece.kind === 'separator') {
    if (last === undefined || last.type === 14) return true;
    if (draft.parts.length + 2 > draft.components) return false;
    draft.parts.push(separator);
    return true;
  }
  const joins = last?.type === 10;
  const cost = piece.content.length + (joins ? piece.glue.length : 0);
  if (piece.content === '') return true;
  if (cost > draft.text) return false;
  if (!joins && draft.parts.length + 1 > draft.components) return false;
  draft.text -= cost;
  if (joins) {
    draft.parts[draft.parts.length - 1] = { type: 10, content: last.content + piece.glue + piece.content };
  } else draft.parts.push({ type: 10, content: piece.content });
  return true;
}
