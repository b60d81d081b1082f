import type { Message, Rung } from '../../core/message.ts';
import { msText } from '../../core/text/time-text.ts';
import { visibleLine } from '../../core/text/visible-text.ts';
import { clipColumns } from './columns.ts';

/** One line on a screen that can be rewritten, as a terminal's standard error. */
export type ProgressLine = { show(message: Message): void; line(text: string): void; clear(): void };

type Screen = { write(text: string): unknown; columns(): number };

const rewrite = '\r\u001b[2K';

export function createProgressLine(screen: Screen): ProgressLine {
  let shown = '';
  const line = (text: string) => {
    // Never as wide as the screen: the cursor would wrap, and the next line could not wipe this one.
    const fitting = clipColumns(text, Math.max(10, screen.columns() - 1));
    if (fitting === shown) return;
    shown = fitting;
    screen.write(rewrite + fitting);
  };
  return {
    show: (message) => line(progressText(message)),
    line,
    clear() {
      if (shown !== '') screen.write(rewrite);
      shown = '';
    },
  };
}

/** For screens that cannot rewrite, and for pipes: nothing. */
export const silentProgress: ProgressLine = { show() {}, line() {}, clear() {} };

/** "waiting for TLS (4 s)  ✓ DNS 4 ms  ✓ TCP 2 ms"; the message's own line when it has no ladder. */
export function progressText(message: Message): string {
  const ladder = message.blocks.find((block) => block.kind === 'ladder');
  if (ladder === undefined) return visibleLine(message.summary);
  const waiting = ladder.rungs.filter((rung) => rung.mark === 'waiting').map(waitingText);
  const ended = ladder.rungs.filter((rung) => rung.elapsedMs !== null).map(endedText);
  const lead = waiting.length === 0 ? 'judging' : `waiting for ${waiting.join(', ')}`;
  return visibleLine([lead, ...ended].join('  '));
}

function waitingText({ label, value }: Rung): string {
  return value === '' ? label : `${label} (${value})`;
}

function endedText({ mark, label, elapsedMs }: Rung): string {
  const sign = mark === 'good' ? '✓' : mark === 'bad' ? '✗' : '?';
  return `${sign} ${label} ${msText(elapsedMs ?? 0)}`;
}
