import { setTimeout as wait } from 'node:timers/promises';
import type { Verdict } from '../../../core/diagnosis.ts';
import { durationText } from '../../../core/text/duration.ts';
import { clockText } from '../../../core/text/time-text.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { interruptedCode, worstCode } from '../exit-code.ts';
import { seenJson } from '../formats/answer-json.ts';
import { jsonText } from '../formats/json-text.ts';
import type { Seen } from '../formats/seen.ts';
import { byWorst, countsLine, rowOf, tableOfRows } from '../formats/summary-table.ts';
import { changeText, standingOf } from './changes.ts';
import type { Entry } from './entries.ts';
import { createFrame } from './frame.ts';
import { lookAtAll } from './look-at-all.ts';
import type { ManyWorld } from './many-world.ts';
import { showBar, tellRefused } from './telling.ts';
import { type Watched, watchSummary } from './watch-summary.ts';

const keptChanges = 5;

/**
 * Looks again and again until it is stopped, and returns the code of the last look. On a terminal one table is drawn over
 * itself; elsewhere a line is written for each change, and as ndjson one for each look.
 */
export async function runWatch(
  entries: readonly Entry[],
  world: ManyWorld,
  everyMs: number,
): Promise<number> {
  const { screen, services, signal, many } = world;
  const begun = services.now();
  const watched = new Map<Entry, Watched>();
  const recent: string[] = [];
  const frame =
    screen.format === 'table' && screen.canvas !== null ? createFrame(screen.canvas, screen.write) : null;
  let rounds = 0;
  let asked: readonly Entry[] = entries;
  while (!signal.aborted) {
    const verdicts: Verdict[] = [];
    const bar = frame === null || rounds === 0 ? showBar(asked.length, verdicts, world) : null;
    await lookAtAll(
      asked,
      { ...world, parallel: many.parallel },
      {
        waiting: (now) => bar?.waiting(now),
        seen(one, entry) {
          verdicts.push(one.verdict);
          bar?.clear();
          if (rounds === 0) tellRefused(one, world);
          const line = keep(one, entry);
          if (screen.format === 'ndjson') screen.write(`${jsonText(seenJson(one))}\n`);
          else if (line !== null && frame === null) screen.write(`${line}\n`);
          bar?.show();
        },
      },
    );
    bar?.end();
    if (signal.aborted) break;
    rounds += 1;
    frame?.draw(linesOf());
    // What cannot be read will not be better next time.
    asked = asked.filter((entry) => !(entry.asked instanceof Error));
    if (asked.length === 0) break;
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
  frame?.leave();
  const rows = [...watched.values()];
  const summary = watchSummary(rows, { begun, now: services.now(), rounds, zone: screen.zone });
  // Of a stream every line is a look.
  (screen.format === 'ndjson' ? screen.writeError : screen.write)(
    summary.map((line) => `${line}\n`).join(''),
  );
  return rows.length === 0 ? interruptedCode : worstCode(rows.map(({ row }) => row.verdict));

  function keep(one: Seen, entry: Entry): string | null {
    const before = watched.get(entry);
    const now = services.now();
    const standing = standingOf(one, now);
    const change = changeText(before?.standing ?? null, standing, one.ends);
    const isNew = before === undefined || before.standing.verdict !== standing.verdict;
    watched.set(entry, {
      row: rowOf(one),
      standing,
      changes: (before?.changes ?? 0) + Number(before !== undefined && change !== null),
      since: isNew ? now : before.since,
      isFirst: isNew ? before === undefined : before.isFirst,
    });
    if (change === null) return null;
    const line = `${clockText(now, screen.zone, now)}  ${visibleLine(one.name)}  ${change}`;
    if (before !== undefined) recent.push(line);
    if (recent.length > keptChanges) recent.shift();
    return line;
  }

  function linesOf(): readonly string[] {
    const now = services.now();
    const rows = [...watched.values()].map(({ row }) => row).toSorted(byWorst);
    const width = Math.min(screen.width, screen.canvas?.size().columns ?? screen.width);
    return [
      ...tableOfRows(rows, { ...screen, width, now }),
      '',
      `${countsLine(rows, { ...screen, now })}, look ${rounds}, again ${durationText(everyMs)} later`,
      ...(recent.length === 0 ? [] : ['', ...recent]),
    ];
  }
}
