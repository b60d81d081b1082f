import type { FindingPage } from '../core/finding.ts';
import {
  type Block,
  code,
  date,
  labelled,
  type Message,
  note,
  strong,
  type Tone,
  text,
} from '../core/message.ts';
import { msText } from '../core/text/time-text.ts';
import { clockVoices, judgeClock, reachedHosts } from '../core/vantage/reading.ts';
import { type Trouble, troublesOf } from '../core/vantage/troubles.ts';
import type { VantageReport } from '../core/vantage/vantage.ts';
import type { CanaryResult } from '../core/watch/canary.ts';
import { canaryInlines } from './canary.ts';
import { linkBlocks, referenceBlocks, resolverBlocks, routeBlocks, storeBlocks } from './vantage/tables.ts';

/** `/vantage`: whether our own connection is sound, then everything it was judged by, from the link up. */
export function vantageMessage(
  report: VantageReport,
  pages: readonly FindingPage[],
  canary: CanaryResult | 'off' | null,
): Message {
  const troubles = troublesOf(report);
  const sentence = sentenceFor(report, troubles);
  return {
    tone: toneOf(report, troubles),
    title: [strong("This machine's own connection"), text(` ${sentence}`)],
    blocks: [
      ...troubles.flatMap((trouble) => troubleBlocks(trouble, pages)),
      ...linkBlocks(report.machine),
      ...routeBlocks(report.machine),
      ...resolverBlocks(report),
      ...referenceBlocks(report.references),
      labelled('Clock', text(clockWords(report))),
      ...storeBlocks(report),
      labelled('Canary', ...canaryInlines(canary)),
      note(text('Looked at '), date(report.at, 'absolute'), text(` in ${msText(report.elapsedMs)}.`)),
    ],
    buttons: [{ label: 'Run again', command: 'vantage', values: {}, style: 'primary' }],
    summary: `This machine's own connection ${sentence}`,
    record: report,
  };
}

function sentenceFor(report: VantageReport, troubles: readonly Trouble[]): string {
  const [first] = troubles;
  if (first !== undefined) return first.grave ? `is broken: ${first.title}` : `is sound, but ${first.title}`;
  if (isProven(report)) return 'is sound';
  return 'shows no fault as far as it was looked at: no reference host was asked';
}

/** Somebody outside answered; without that a sound link proves little. */
function isProven({ references }: VantageReport): boolean {
  return reachedHosts(references).length > 0;
}

function toneOf(report: VantageReport, troubles: readonly Trouble[]): Tone {
  if (troubles.some(({ grave }) => grave)) return 'bad';
  if (troubles.length > 0) return 'warning';
  return isProven(report) ? 'good' : 'unknown';
}

function troubleBlocks({ id, title, grave }: Trouble, pages: readonly FindingPage[]): readonly Block[] {
  const page = pages.find((one) => one.id === id);
  return [
    labelled(grave ? 'Broken' : 'Odd', text(`${title} `), code(id)),
    ...(page === undefined ? [] : [labelled('Fix', text(page.fix))]),
  ];
}

function clockWords({ references }: VantageReport): string {
  const voices = clockVoices(references);
  const clock = judgeClock(voices);
  if (clock !== null) {
    const seconds = Math.abs(Math.round(clock.offsetMs / 1000));
    const from = [...new Set(clock.voices.map(({ source }) => source))].join(', ');
    if (seconds <= 2) return `right to the second, by the Date headers of ${from}`;
    return `${seconds} s ${clock.offsetMs > 0 ? 'behind' : 'ahead'}, by the Date headers of ${from}`;
  }
  if (voices.length === 0) return 'not compared with any other: no reference host told the time';
  const told = voices.map(({ source, offsetMs }) => `${source} ${Math.round(offsetMs / 1000)} s`).join(', ');
  return `not judged: no two reference hosts agree (${told})`;
}
