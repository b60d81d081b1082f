import { performance } from 'node:perf_hooks';
import type { Verdict } from '../../../core/diagnosis.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import type { Seen } from '../formats/seen.ts';
import { barText } from './bar.ts';
import type { Entries } from './entries.ts';
import type { Waiting } from './look-at-all.ts';
import type { ManyWorld } from './many-world.ts';

/** A second has ticked as soon as it shows. */
const tickMs = 500;

/** The bar on standard error, which ticks while nothing else happens. */
export function showBar(total: number, verdicts: readonly Verdict[], { screen }: Pick<ManyWorld, 'screen'>) {
  const begun = performance.now();
  let now: readonly Waiting[] = [];
  const show = () =>
    screen.progress.line(
      barText({ done: verdicts.length, total, verdicts, waiting: now, elapsedMs: performance.now() - begun }),
    );
  const ticking = setInterval(show, tickMs);
  return {
    show,
    waiting(waiting: readonly Waiting[]) {
      now = waiting;
      show();
    },
    clear: () => screen.progress.clear(),
    end() {
      clearInterval(ticking);
      screen.progress.clear();
    },
  };
}

/** What was left out of the list, and what is odd about it. */
export function tellOf({ repeated, remarks }: Entries, { screen }: ManyWorld): void {
  if (repeated > 0) {
    screen.writeError(
      `notafter: ${repeated === 1 ? 'one target is' : `${repeated} targets are`} named again and looked at once.\n`,
    );
  }
  for (const remark of remarks) screen.writeError(`notafter: ${visibleLine(remark)}\n`);
}

/** A line of a list that cannot be looked at is told with its number, at once. */
export function tellRefused(
  { diagnosis, at, cause, name }: Seen,
  { screen }: Pick<ManyWorld, 'screen'>,
): void {
  if (diagnosis !== null) return;
  const where = at === null ? name : `${at.list}, line ${at.line}`;
  screen.writeError(`notafter: ${visibleLine(where)}: ${visibleLine(cause ?? 'it was not looked at')}\n`);
}
