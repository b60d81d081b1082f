import { calledBy } from '../../../core/message/calls.ts';
import type { Message, Tone } from '../../../core/message.ts';
import type { Mention } from '../../../core/people.ts';
import { canNotify, mentionsIn, mentionText, renderInlines } from './inline.ts';
import { messageLimits } from './limits.ts';
import type { AllowedMentions } from './payload.ts';

export const looks: Readonly<Record<Tone, { readonly symbol: string; readonly colour: number }>> = {
  good: { symbol: '✅', colour: 0x23a55a },
  warning: { symbol: '🟠', colour: 0xe67e22 },
  bad: { symbol: '🔴', colour: 0xda373c },
  neutral: { symbol: '', colour: 0x5865f2 },
  unknown: { symbol: '❔', colour: 0x80848e },
};

/** The verdict and whoever is called, which is read first; and exactly whom it calls. */
export type HeadLine = { readonly text: string; readonly called: readonly Mention[] };

/** At most `longest` characters; mentions beyond it are left out, and nobody is called who does not stand there. */
export function headLine(message: Message, longest: number): HeadLine {
  const called = calledBy(message).filter(canNotify);
  const { symbol } = looks[message.tone];
  const titleLength = Math.floor(longest / 2);
  let line = symbol === '' ? '' : `${symbol} `;
  for (const atom of renderInlines(message.title, 'bold')) {
    if (line.length + atom.length > titleLength) {
      line += '…';
      break;
    }
    line += atom;
  }
  const there = new Set(
    mentionsIn(message.title)
      .map(mentionText)
      .filter((text) => line.includes(text)),
  );
  for (const mention of called.map(mentionText)) {
    if (there.has(mention) || line.length + mention.length + 1 > longest) continue;
    line += ` ${mention}`;
    there.add(mention);
  }
  return {
    text: line.trim() === '' ? '…' : line,
    called: called.filter((who) => there.has(mentionText(who))),
  };
}

export function allow(called: readonly Mention[]): AllowedMentions {
  const idsOf = (kind: Mention['kind']) =>
    called
      .filter((who) => who.kind === kind)
      .map((who) => who.id)
      .slice(0, messageLimits.mentions);
  return { parse: [], users: idsOf('user'), roles: idsOf('group') };
}
