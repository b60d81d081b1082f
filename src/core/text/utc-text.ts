import { absoluteText } from './time-text.ts';

/** So far from any reader's year that the year is always said. */
const never = new Date(0);

/** "Tue 24 Nov 2026, 14:05 UTC": for sentences whose reader is not known. `readMoments` finds it again. */
export function utcText(at: Date): string {
  if (at.getUTCFullYear() !== 1970) return absoluteText(at, 'UTC', never);
  return absoluteText(at, 'UTC', new Date(at.getTime() + 2 * 366 * 86_400_000));
}

/** "24 Nov 2026", a day of UTC: for cells of a table and other narrow places. */
export function dayText(at: Date): string {
  if (Number.isNaN(at.getTime())) return 'unreadable';
  return utcText(at).replace(/^\w+ | *,.*$/g, '');
}

const moment =
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}), (\d{2}:\d{2}) UTC\b/g;

/** A text in pieces: what `utcText` wrote as the date it is, the rest as it stands. */
export function readMoments(text: string): readonly (string | Date)[] {
  const pieces: (string | Date)[] = [];
  let read = 0;
  for (const { 0: shown, 1: day, 2: clock, index } of text.matchAll(moment)) {
    const at = new Date(`${day} ${clock} UTC`);
    // Not ours, as a thirtieth of February is not.
    if (Number.isNaN(at.getTime()) || utcText(at) !== shown) continue;
    if (index > read) pieces.push(text.slice(read, index));
    pieces.push(at);
    read = index + shown.length;
  }
  return read < text.length || pieces.length === 0 ? [...pieces, text.slice(read)] : pieces;
}
