import { createProgressLine, type ProgressLine, silentProgress } from './progress.ts';

/** The part of a standard stream that decides how things look. */
export type Stream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

export type ScreenLook = {
  readonly colour: boolean;
  readonly width: number;
  readonly progress: ProgressLine;
};

type Environment = Readonly<Record<string, string | undefined>>;

const [narrowestText, widestText] = [40, 110];
const pipeWidth = 100;
/** A terminal that does not know its width says 0. */
const usualWidth = 80;

/** Colour and width for standard output, progress for standard error. */
export function screenOf(output: Stream, error: Stream, env: Environment): ScreenLook {
  const progress =
    error.isTTY === true && env.TERM !== 'dumb'
      ? createProgressLine({ write: (text) => error.write(text), columns: error.columns || usualWidth })
      : silentProgress;
  const columns = Math.max(narrowestText, Math.min(widestText, output.columns || usualWidth));
  const width = output.isTTY === true ? columns : pipeWidth;
  return { colour: wantsColour(output, env), width, progress };
}

/** https://no-color.org: any non-empty NO_COLOR wins. FORCE_COLOR as Node reads it: "0" and "false" force it off. */
function wantsColour(output: Stream, { NO_COLOR, FORCE_COLOR, TERM }: Environment): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return output.isTTY === true && TERM !== 'dumb';
}
