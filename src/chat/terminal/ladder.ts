import type { Rung } from '../../core/message.ts';
import { msText } from '../../core/text/time-text.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import { columnsOf, padColumns } from './columns.ts';
import type { Sheet } from './table.ts';
import { type Span, wrapSpans } from './wrap.ts';

/** One line per layer: mark, layer, word, time, and what was seen. */
export function ladderLines(
  rungs: readonly Rung[],
  { look, width, indent }: Sheet,
  wordsOf: (rung: Rung) => readonly Span[],
): readonly string[] {
  const rows = rungs.map((rung) => ({
    ...look.rung(rung.mark),
    label: visibleLine(rung.label),
    value: rung.value,
    told: wordsOf(rung),
    time: rung.elapsedMs === null ? '' : msText(rung.elapsedMs),
  }));
  const labelWidth = Math.max(0, ...rows.map((row) => columnsOf(row.label)));
  const wordWidth = Math.max(0, ...rows.map((row) => (row.word === row.value ? 0 : row.word.length)));
  const timeWidth = Math.max(0, ...rows.map((row) => row.time.length));
  return rows.flatMap(({ mark, word, paint, label, value, told, time }) => {
    const lead = [
      { text: `${indent}${mark}`, paint },
      { text: ` ${padColumns(label, labelWidth)}  `, paint: look.strong },
      // "not reached" is not said twice.
      { text: (word === value ? '' : word).padEnd(wordWidth), paint },
      { text: `  ${time.padStart(timeWidth)}  `, paint: look.quiet },
    ];
    return wrapSpans(told, { width, lead });
  });
}
