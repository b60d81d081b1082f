import type { DoctorReport, DoctorState } from '../../core/doctor.ts';
import type { Tone } from '../../core/message.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import type { Look } from './look.ts';
import { plain, wrapSpans } from './wrap.ts';

const words: Readonly<Record<DoctorState, string>> = {
  ok: 'ok',
  warning: 'warning',
  fault: 'FAULT',
  skipped: 'skipped',
};

const tones: Readonly<Record<DoctorState, Tone>> = {
  ok: 'good',
  warning: 'warning',
  fault: 'bad',
  skipped: 'neutral',
};

const stateWidth = 9;

/** A line a thing, what to do about it beneath, and a count at the end. */
export function doctorText(
  { lines }: DoctorReport,
  { look, width }: { readonly look: Look; readonly width: number },
): string {
  const nameWidth = Math.max(...lines.map(({ check }) => check.length));
  const shown = lines.flatMap(({ check, state, what, todo }) => {
    const lead = [
      { text: words[state].padEnd(stateWidth), paint: look.tone(tones[state]).paint },
      { text: `${check.padEnd(nameWidth)}  `, paint: plain },
    ];
    const paint = state === 'skipped' ? look.quiet : plain;
    const told = wrapSpans([{ text: visibleLine(what), paint }], { width, lead });
    if (todo === null) return told;
    const under = [{ text: ' '.repeat(stateWidth + nameWidth + 2), paint: plain }];
    return [
      ...told,
      ...wrapSpans([{ text: `To do: ${visibleLine(todo)}`, paint: plain }], { width, lead: under }),
    ];
  });
  const count = (state: DoctorState) => lines.filter((line) => line.state === state).length;
  const sum = `Faults: ${count('fault')}, warnings: ${count('warning')}, ok: ${count('ok')}, skipped: ${count('skipped')}.`;
  return `${[...shown, '', sum].join('\n')}\n`;
}
