import { lengthText } from '../../../core/text/duration.ts';
import { clockText } from '../../../core/text/time-text.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { byWorst, type Row } from '../formats/summary-table.ts';
import type { Standing } from './changes.ts';

export type WatchTimes = {
  readonly begun: Date;
  readonly now: Date;
  readonly rounds: number;
  readonly zone: string;
};

const mostNamed = 20;

/** What there is to say once it was stopped: how long it was, and each target that changed or is not well. */
export function watchSummary(
  all: readonly Watched[],
  { begun, now, rounds, zone }: WatchTimes,
): readonly string[] {
  const looks = rounds === 1 ? '1 whole look' : `${rounds} whole looks`;
  const head = `Watched ${all.length === 1 ? '1 target' : `${all.length} targets`} for ${lengthText(now.getTime() - begun.getTime())}: ${looks}.`;
  const told = all
    .filter(({ row, changes }) => changes > 0 || row.verdict !== 'healthy')
    .toSorted((one, other) => byWorst(one.row, other.row));
  const lines = told
    .slice(0, mostNamed)
    .map((one) => `  ${visibleLine(one.row.name)}: ${stateText(one, zone, now)}`);
  const more =
    told.length > mostNamed ? [`  and ${told.length - mostNamed} more that changed or are not well`] : [];
  const quiet = all.length - told.length;
  const rest =
    quiet === 0
      ? []
      : [
          told.length === 0
            ? 'All was well, and nothing changed.'
            : `Of the others ${quiet === 1 ? '1 was' : `${quiet} were`} well all the time.`,
        ];
  return [head, ...lines, ...more, ...rest];
}

function stateText({ row, standing, changes, since, isFirst }: Watched, zone: string, now: Date): string {
  const cause = standing.cause === null ? '' : `: ${visibleLine(standing.cause)}`;
  const from = isFirst ? 'all the time' : `since ${clockText(since, zone, now)}`;
  const counted = changes === 0 ? '' : `, ${changes === 1 ? '1 change' : `${changes} changes`}`;
  return `${row.verdict} ${from}${counted}${cause}`;
}

/** One target over all looks. */
export type Watched = {
  readonly row: Row;
  readonly standing: Standing;
  readonly changes: number;
  /** When its verdict became what it is. */
  readonly since: Date;
  /** Whether that is when it was first looked at. */
  readonly isFirst: boolean;
};
