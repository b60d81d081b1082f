import { judgedMs, upMs } from '../../core/past/availability.ts';
import { utcDayMs } from '../../core/past/day-totals.ts';
import type { LatencyFigures } from '../../core/past/latency.ts';
import { percentText } from '../../core/past/objective.ts';
import { lengthText } from '../../core/text/duration.ts';
import { shorten } from '../../core/text/shorten.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import { dayText, weekdayText } from '../timeline/days.ts';
import { msWords } from './ms-words.ts';
import type { Strip, StripPart } from './strip.ts';

/** Discord takes 1,024 characters, and nobody listens to as many. */
const longest = 900;
const mostNamed = 5;

/** The picture in words, for who does not see it. */
export function stripWords(strip: Strip): string {
  const { name, spent, unseenMs, each, parts, up } = strip;
  const known =
    up === null ? 'could not be judged at any time' : `was up ${up} of the time that could be judged`;
  const sentences = [
    `${shorten(visibleLine(name), 100)} from ${spanText(strip)} (UTC), one bar for each ${each}: it ${known}.`,
  ];
  const down = parts.filter((part) => part.spent.broken > 0);
  if (down.length > 0) {
    const named = down
      .slice(-mostNamed)
      .map((part) => `${startText(part)} for ${lengthText(part.spent.broken)}`);
    const others = down.length - named.length;
    const earlier = others === 0 ? '' : `${others} earlier ${each}${others === 1 ? '' : 's'} and on `;
    sentences.push(`Down on ${earlier}${named.join('; ')}.`);
  } else if (up !== null) sentences.push('It was never down.');
  if (spent.degraded > 0) sentences.push(`Degraded for ${lengthText(spent.degraded)}.`);
  const open = spent.unknown + unseenMs;
  if (open > 0) sentences.push(`Not judged for ${lengthText(open)}.`);
  if (strip.latency !== null) sentences.push(latencySentence(strip.timed, strip.latency));
  return shorten(sentences.join(' '), longest);
}

/** What a bar shows: "Tue 24 Nov: up 98.5 %, 21 min down". */
export function partWords(part: StripPart): string {
  const { spent, unseenMs, latency } = part;
  const judged = judgedMs(spent);
  const open = spent.unknown + unseenMs;
  const facts = [
    judged === 0 ? 'not judged' : `up ${percentText(upMs(spent), judged, 3)}`,
    ...(spent.broken > 0 ? [`${lengthText(spent.broken)} down`] : []),
    ...(spent.degraded > 0 ? [`${lengthText(spent.degraded)} degraded`] : []),
    ...(judged > 0 && open > 0 ? [`${lengthText(open)} not judged`] : []),
    ...(latency === null ? [] : [`${msWords(latency.medianMs)} to connect`]),
  ];
  return `${startText(part)}: ${facts.join(', ')}`;
}

/** "Tue 24 Nov", "week of Mon 23 Nov". */
function startText({ from, days }: StripPart): string {
  const day = weekdayText(Math.floor(from.getTime() / utcDayMs));
  return days === 1 ? day : `week of ${day}`;
}

/** "2 Nov to 1 Dec 2026". */
export function spanText({ from, to }: Strip): string {
  // What ends at midnight ends with the day before.
  const last = Math.max(from.getTime(), to.getTime() - 1);
  const year = new Date(last).getUTCFullYear();
  const first = dayText(Math.floor(from.getTime() / utcDayMs));
  const began = from.getUTCFullYear() === year ? first : `${first} ${from.getUTCFullYear()}`;
  return `${began} to ${dayText(Math.floor(last / utcDayMs))} ${year}`;
}

function latencySentence(timed: string, { medianMs, highMs, mostMs }: LatencyFigures): string {
  return `${timed} took ${msWords(medianMs)} at the median, up to ${msWords(highMs)} in 95 % of the looks and ${msWords(mostMs)} at most.`;
}
