import type { ColourChoice } from './output-options.ts';
import { createProgressLine, type ProgressLine, silentProgress } from './progress.ts';

/** The part of a standard stream that decides how things look. */
export type Stream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
};

export type ScreenLook = {
  readonly colour: boolean;
  readonly width: number;
  readonly progress: ProgressLine;
  /** Standard output as a screen that can be rewritten; null where it cannot. */
  readonly canvas: Canvas | null;
};

/** How large it is now: people resize windows. */
export type Canvas = { size(): { readonly columns: number; readonly rows: number } };

type Environment = Readonly<Record<string, string | undefined>>;

const [narrowestText, widestText] = [40, 110];
const pipeWidth = 100;
/** A terminal that does not know its width says 0. */
const [usualWidth, usualRows] = [80, 24];

/** Colour and width for standard output, progress for standard error. */
export function screenOf(
  output: Stream,
  error: Stream,
  env: Environment,
  choice: ColourChoice = 'auto',
): ScreenLook {
  const isSmart = env.TERM !== 'dumb';
  const progress =
    error.isTTY === true && isSmart
      ? createProgressLine({ write: (text) => error.write(text), columns: () => error.columns || usualWidth })
      : silentProgress;
  const canvas = output.isTTY === true && isSmart ? canvasOf(output) : null;
  return { colour: wantsColour(output, env, choice), width: widthOf(output, env), progress, canvas };
}

function canvasOf(output: Stream): Canvas {
  return { size: () => ({ columns: output.columns || usualWidth, rows: output.rows || usualRows }) };
}

/** COLUMNS is what the user wants (POSIX, XBD 8.3), whatever the terminal has. */
export function widthOf(output: Stream, { COLUMNS = '' }: Environment): number {
  const wanted = /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : null;
  if (wanted === null && output.isTTY !== true) return pipeWidth;
  return Math.max(narrowestText, Math.min(widestText, wanted ?? (output.columns || usualWidth)));
}

/**
 * https://no-color.org: any non-empty NO_COLOR wins over other variables. FORCE_COLOR as Node reads it: "0" and "false"
 * force it off. CLICOLOR_FORCE and CLICOLOR: https://bixense.com/clicolors.
 */
function wantsColour(output: Stream, env: Environment, choice: ColourChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR = '', FORCE_COLOR, CLICOLOR_FORCE = '', CLICOLOR, TERM } = env;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (CLICOLOR_FORCE !== '' && CLICOLOR_FORCE !== '0') return true;
  return output.isTTY === true && TERM !== 'dumb' && CLICOLOR !== '0';
}
