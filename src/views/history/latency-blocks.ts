import { type Block, labelled, note, text } from '../../core/message.ts';
import { startOfDay } from '../../core/past/day-totals.ts';
import type { EndpointPast } from '../../core/past/endpoint-past.ts';
import {
  addSketches,
  type DayLatency,
  figuresOf,
  type LatencyFigures,
  timedWords,
} from '../../core/past/latency.ts';
import { dayText } from '../../core/text/utc-text.ts';
import { msWords } from '../strip/ms-words.ts';

const mostDays = 14;

type Days = Pick<EndpointPast, 'endpoint' | 'latency'>;

/** How long it took to connect, in one line: "34 ms at the median, 61 ms or less in 95 % of 720 looks, 99 ms at most". */
export function latencyLine({ endpoint, latency }: Days): readonly Block[] {
  const all = figuresOf(addSketches(latency.map(({ sketch }) => sketch)));
  if (all === null) return [];
  const { medianMs, highMs, mostMs, looks } = all;
  const of = looks === 1 ? 'the one look' : `${looks.toLocaleString('en-GB')} looks`;
  const figures =
    looks === 1
      ? `${msWords(medianMs)} at ${of}`
      : `${msWords(medianMs)} at the median, up to ${msWords(highMs)} in 95 % of ${of}, ${msWords(mostMs)} at most`;
  return [labelled('Connecting', text(`${figures} (${timedWords(endpoint.target)})`))];
}

/** The same day by day, the newest first. */
export function latencyBlocks({ endpoint, latency }: Days): readonly Block[] {
  const days = latency.flatMap(figured).toReversed();
  if (days.length < 2) return [];
  const more = days.length - mostDays;
  return [
    { kind: 'heading', text: 'Time to connect' },
    {
      kind: 'table',
      columns: ['day (UTC)', 'median', '95 %', 'slowest', 'looks'],
      rows: days
        .slice(0, mostDays)
        .map(({ day, medianMs, highMs, mostMs, looks }) => [
          dayText(startOfDay(day)),
          ...[medianMs, highMs, mostMs].map(msWords),
          String(looks),
        ]),
    },
    note(
      text(
        `${timedWords(endpoint.target)} of the quickest address, as each look of the watch list timed them from here, to 5 %. Lookups are not in it, nor is anything that waits for its turn.`,
      ),
    ),
    ...(more > 0
      ? [
          note(
            text(
              `${more} earlier day${more === 1 ? ' is' : 's are'} not shown here. --json has all of them.`,
            ),
          ),
        ]
      : []),
  ];
}

/** For whoever computes with it. */
export function latencyRecord(latency: readonly DayLatency[]) {
  return latency.flatMap(figured).map(({ day, looks, ...times }) => ({
    day: startOfDay(day).toISOString().slice(0, 10),
    looks,
    ...Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, Math.round(ms * 10) / 10])),
  }));
}

function figured({ day, sketch }: DayLatency): readonly (LatencyFigures & { readonly day: number })[] {
  const figures = figuresOf(sketch);
  return figures === null ? [] : [{ day, ...figures }];
}
