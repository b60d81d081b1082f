/** A terminal's standard input. */
export type KeyInput = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
};

export type Asking = {
  /** Standard input. */
  readonly input: KeyInput;
  /** Standard error, so that an answer can be piped on. */
  write(text: string): void;
  /** What Ctrl-C does: while keys are read one by one the terminal sends no signal for it. */
  interrupt(): void;
};

const [interrupt, endOfInput, backspace, erase] = ['\u0003', '\u0004', '\u0008', '\u007f'];

/**
 * Reads one line without an echo. Null when there is no terminal to ask, and on Ctrl-C, Ctrl-D or the end of input.
 */
export async function askSecret(
  question: string,
  { input, write, interrupt: stop }: Asking,
): Promise<string | null> {
  if (input.isTTY !== true || input.setRawMode === undefined) return null;
  // Before the question: what is typed at once must not be echoed either.
  input.setRawMode(true);
  write(question);
  let typed = '';
  try {
    input.setEncoding('utf8');
    input.resume();
    for await (const chunk of keysOf(input)) {
      if (chunk === interrupt) stop();
      if (chunk === interrupt || chunk === endOfInput) return null;
      if (chunk === '\r' || chunk === '\n') return typed;
      typed = chunk === backspace || chunk === erase ? [...typed].slice(0, -1).join('') : typed + chunk;
    }
    return null;
  } finally {
    input.setRawMode(false);
    input.pause();
    write('\n');
  }
}

/** Key by key; leaves the stream open for the next question. */
async function* keysOf(input: KeyInput): AsyncGenerator<string> {
  const waiting: string[] = [];
  let wake = Promise.withResolvers<void>();
  let ended = false;
  const onData = (chunk: string | Buffer) => {
    waiting.push(...String(chunk));
    wake.resolve();
  };
  const onEnd = () => {
    ended = true;
    wake.resolve();
  };
  input.on('data', onData).on('end', onEnd);
  try {
    for (;;) {
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) yield key;
      if (ended) return;
      await wake.promise;
      wake = Promise.withResolvers();
    }
  } finally {
    input.off('data', onData).off('end', onEnd);
  }
}
