import { shorten } from '../../core/text/shorten.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import { dayText, weekdayText } from './days.ts';
import { numberText } from './svg.ts';
import type { Timeline, TimelineRow } from './timeline.ts';

/** Discord takes 1,024 characters, and nobody listens to as many. */
const longest = 900;
const mostNamed = 5;

/** The picture in words, for who does not see it. */
export function timelineWords(timeline: Timeline): string {
  const { today, from, days, rows, certificates, expired, ends, dues } = timeline;
  const span = `${dayText(today + from)} to ${dayText(today + from + days.length - 1)}`;
  const verb = ends === 1 ? 'ends' : 'end';
  const sentences = [
    `Timeline of ${from === 0 ? 'the next ' : ''}${days.length} days, ${span}: of ${counted(certificates, 'certificate')} ${ends || 'none'} ${verb} and ${dues || 'none'} ${dues === 1 ? 'becomes' : 'become'} due for renewal.`,
  ];
  if (expired > 0) sentences.push(`${expired} ${expired === 1 ? 'has' : 'have'} expired.`);
  const busiest = Math.max(...days.map((day) => day.ends));
  if (busiest > 1) {
    const day = days.findIndex((each) => each.ends === busiest);
    sentences.push(`Most end on ${weekdayText(today + from + day)}: ${busiest}.`);
  }
  if (rows.length > 0) sentences.push(`First: ${namedRows(timeline)}.`);
  return shorten(sentences.join(' '), longest);
}

function namedRows({ rows, more, today }: Timeline): string {
  const named = rows.slice(0, mostNamed).map((row) => rowWords(row, today));
  const others = rows.length - named.length + more;
  return others === 0 ? named.join('; ') : `${named.join('; ')}; and ${others} more`;
}

/** "pay.example ends Thu 24 Sep (critical)". */
export function rowWords({ name, state, end }: TimelineRow, today: number): string {
  const when = `${state === 'expired' ? 'expired' : 'ends'} ${weekdayText(today + end)}`;
  const stands = state === 'ok' || state === 'expired' ? '' : ` (${state})`;
  return `${shorten(visibleLine(name), 80)} ${when}${stands}`;
}

function counted(count: number, unit: string): string {
  return `${numberText(count)} ${unit}${count === 1 ? '' : 's'}`;
}
