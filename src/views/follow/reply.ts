import { type Inline, type Message, text } from '../../core/message.ts';
import { clockText } from '../../core/text/time-text.ts';
import type { Follow, FollowChange } from '../../core/watch/follow.ts';
import { verdictTones } from '../diagnosis/verdict-tones.ts';
import { causeBlocks, changeLine } from './notes.ts';
import { nameOf, stateWords, toneOfNotes, verdictNow } from './words.ts';

const mostLines = 20;

/** One message in the thread: what one look showed, or what was gathered while it came and went. */
export function followReply(follow: Follow, changes: readonly FollowChange[]): Message {
  const [only] = changes;
  if (only === undefined) throw new Error('a reply needs something that changed');
  if (changes.length > 1) return gathered(follow, changes);
  const title = changeLine(only);
  return {
    tone: toneOfNotes(only.notes),
    title,
    blocks: causeBlocks(only.notes),
    summary: `${nameOf(follow)} ${plain(title, only.at)}`,
  };
}

function gathered(follow: Follow, changes: readonly FollowChange[]): Message {
  const shown = changes.slice(-mostLines);
  const left = changes.length - shown.length;
  const lead = `${changes.length} changes in a row, told together since it comes and goes; now it ${stateWords(follow)}`;
  return {
    tone: verdictTones[verdictNow(follow.course)],
    title: [text(lead)],
    blocks: [
      ...(left === 0
        ? []
        : [{ kind: 'note' as const, inlines: [text(`${left} earlier ones are left out.`)] }]),
      { kind: 'list', items: shown.map(changeLine) },
    ],
    summary: `${nameOf(follow)}: ${lead}`,
  };
}

function plain(inlines: readonly Inline[], now: Date): string {
  return inlines.map((inline) => plainWord(inline, now)).join('');
}

function plainWord(inline: Inline, now: Date): string {
  switch (inline.kind) {
    case 'date':
      return clockText(inline.at, 'UTC', now);
    case 'mention':
    case 'person':
      return inline.who.name;
    case 'text':
    case 'strong':
    case 'code':
    case 'link':
      return inline.text;
  }
}
