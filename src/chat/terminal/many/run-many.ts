import { performance } from 'node:perf_hooks';
import type { Verdict } from '../../../core/diagnosis.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { interruptedCode, worstCode } from '../exit-code.ts';
import { manyWriter } from '../formats/many-writers.ts';
import type { Seen } from '../formats/seen.ts';
import type { ManyOutput } from '../output-options.ts';
import type { RequestWorld, Screen } from '../run-request.ts';
import { barText } from './bar.ts';
import { type Entries, entriesOf, type ListSource } from './entries.ts';
import { lookAtAll, type Waiting } from './look-at-all.ts';
import type { ManyRequest } from './many-request.ts';
import { runWatch } from './run-watch.ts';

export type ManyWorld = Omit<RequestWorld, 'screen' | 'handover'> & {
  readonly screen: Omit<Screen, 'save'> & {
    /** Standard error. */
    writeError(text: string): void;
  };
  readonly many: ManyOutput;
  /** The file of targets; null: there is none. */
  readonly list: ListSource | null;
};

/** A second has ticked as soon as it shows. */
const tickMs = 500;

/** Looks at many targets and prints what was seen; returns the exit code of the worst. UserError: the list is no list. */
export async function runMany(request: ManyRequest, world: ManyWorld): Promise<number> {
  const read = await entriesOf(request, world.list, world.services.lists);
  tellOf(read, world);
  if (world.many.watchMs !== null) return runWatch(read.entries, world, world.many.watchMs);
  const { screen, services, many, signal } = world;
  const writer = manyWriter(screen.format, { ...screen, failuresFrom: many.failuresFrom, now: services.now });
  const verdicts: Verdict[] = [];
  const bar = showBar(read.entries.length, verdicts, world);
  const missed = await lookAtAll(
    read.entries,
    { ...world, parallel: many.parallel },
    {
      waiting: bar.waiting,
      seen(one) {
        verdicts.push(one.verdict);
        bar.clear();
        tellRefused(one, world);
        const line = writer.seen(one);
        if (line !== '') screen.write(line);
        bar.show();
      },
    },
  );
  bar.end();
  screen.write(writer.end(missed.map(({ typed }) => typed)));
  return signal.aborted ? interruptedCode : worstCode(verdicts);
}

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

function tellOf({ repeated, remarks }: Entries, { screen }: ManyWorld): void {
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
