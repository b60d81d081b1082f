import { columnsOf } from '../columns.ts';
import type { Canvas } from '../screen.ts';

const control = '\u001b[';

/**
 * Lines that are drawn over themselves where the cursor stands, so that what was on the screen before stays as it was and
 * scrolls as it does. One write a drawing, each line wiped behind its end and never before it: nothing flickers.
 */
export type Frame = {
  draw(lines: readonly string[]): void;
  /** Leaves the last drawing where it is; what is written next stands below it. */
  leave(): void;
};

export function createFrame(canvas: Canvas, write: (text: string) => void): Frame {
  let drawn: readonly string[] = [];
  return {
    draw(lines) {
      const { columns, rows } = canvas.size();
      const shown = fitting(lines, Math.max(1, rows - 1));
      // A window that became narrower has broken what stood there into more lines than were written.
      const up = Math.min(
        rows - 1,
        drawn.reduce((sum, line) => sum + linesTaken(line, columns), 0),
      );
      const home = up === 0 ? '\r' : `${control}${up}A\r`;
      write(`${home}${shown.map((line) => `${line}${control}K\n`).join('')}${control}J`);
      drawn = shown;
    },
    leave() {
      drawn = [];
    },
  };
}

/** What does not fit could not be drawn over again. */
function fitting(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [
    ...lines.slice(0, most - 1),
    `  ... ${lines.length - most + 1} lines more; the window is too low for them`,
  ];
}

/** Colours take no columns. */
function linesTaken(line: string, columns: number): number {
  const bare = line.replace(/\u001b\[[0-9;]*m/g, '');
  return Math.max(1, Math.ceil(columnsOf(bare) / Math.max(1, columns)));
}
