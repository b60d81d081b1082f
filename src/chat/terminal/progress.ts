import type { Message, Rung } from '../../core/message.ts';
import { msText } from '../../core/text/time-text.ts';
import { visibleLine } from '../../core/text/visible-text.ts';

/** One line on a screen that can be rewritten, as a terminal's standard error. */
export type ProgressLine = { show(message: Message): void; clear(): void };

type Screen = { write(text: string): unknown; readonly columns: number };

const rewrite = '\r\u001b[2K';

export function createProgressLine(screen: Screen): ProgressLine {
  let shown = '';
  return {
    show(message) {
      const line = [...progressText(message)].slice(0, Math.max(10, screen.columns - 1)).join('');
      if (line === shown) return;
      shown = line;
      screen.write(rewrite + line);
    },
    clear() {
      if (shown !== '') screen.write(rewrite);
      shown = '';
    },
  };
}

/** For screens that cannot rewrite, and for pipes: nothing. */
export const silentProgress: ProgressLine = { show() {}, clear() {} };

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
