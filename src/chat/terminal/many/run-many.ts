import type { Verdict } from '../../../core/diagnosis.ts';
import { interruptedCode, worstCode } from '../exit-code.ts';
import { manyWriter } from '../formats/many-writers.ts';
import { entriesOf } from './entries.ts';
import { lookAtAll } from './look-at-all.ts';
import type { ManyRequest } from './many-request.ts';
import type { ManyWorld } from './many-world.ts';
import { runWatch } from './run-watch.ts';
import { showBar, tellOf, tellRefused } from './telling.ts';

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
