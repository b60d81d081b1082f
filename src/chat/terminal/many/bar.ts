import { performance } from 'node:perf_hooks';
import type { Verdict } from '../../../core/diagnosis.ts';
import { lengthText } from '../../../core/text/duration.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { clipColumns } from '../columns.ts';
import { countsOf } from '../formats/summary-table.ts';
import type { Waiting } from './look-at-all.ts';

export type Progress = {
  readonly done: number;
  readonly total: number;
  readonly verdicts: readonly Verdict[];
  readonly waiting: readonly Waiting[];
  readonly elapsedMs: number;
};

const [cells, longestName] = [10, 30];

/** "[####------] 40/100  36 healthy, 3 degraded, 1 broken  12 s left  waiting for a.example.org (TLS, 4 s) and 9 more". */
export function barText({ done, total, verdicts, waiting, elapsedMs }: Progress): string {
  const full = Math.floor((done / Math.max(1, total)) * cells);
  const bar = `[${'#'.repeat(full)}${'-'.repeat(cells - full)}] ${done}/${total}`;
  const counts = countsOf(verdicts.map((verdict) => ({ verdict })));
  const words = (['healthy', 'degraded', 'broken', 'unknown'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`);
  return [bar, words.join(', '), leftText(done, total, elapsedMs), waitingText(waiting)]
    .filter((part) => part !== '')
    .join('  ');
}

/** Not before some are done: the first ones say little. */
function leftText(done: number, total: number, elapsedMs: number): string {
  if (done < 3 || done >= total) return '';
  const leftMs = (elapsedMs / done) * (total - done);
  return `${lengthText(Math.max(1000, Math.round(leftMs / 1000) * 1000))} left`;
}

function waitingText(waiting: readonly Waiting[]): string {
  const [first] = waiting;
  if (first === undefined) return '';
  const spentMs = performance.now() - first.sinceMs;
  const layers = waitedLayers(first);
  const facts = [
    ...(layers === null ? [] : [layers]),
    ...(spentMs < 1000 ? [] : [`${Math.floor(spentMs / 1000)} s`]),
  ];
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  const about = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `waiting for ${clipColumns(visibleLine(first.name), longestName)}${about}${more}`;
}

function waitedLayers({ message }: Waiting): string | null {
  const ladder = message?.blocks.find((block) => block.kind === 'ladder');
  const rung = ladder?.kind === 'ladder' ? ladder.rungs.find(({ mark }) => mark === 'waiting') : undefined;
  return rung === undefined ? null : visibleLine(rung.label);
}
