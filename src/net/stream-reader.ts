import type { Duplex } from 'node:stream';

/** Why no more bytes come: FIN, RST (or an error of TLS), our own deadline, or the caller's signal. */
export type StreamEnd = 'closed' | 'reset' | 'timeout' | 'aborted';

export type StreamReader = {
  /** The bytes that came since the last call, or the next ones; how the stream ended when there are none. */
  next(timeoutMs: number): Promise<Buffer | StreamEnd>;
};

/** Reads a stream piece by piece with a deadline for each. One call of `next` at a time. */
export function readerOf(stream: Duplex, signal: AbortSignal): StreamReader {
  let waiting: Buffer[] = [];
  let ended: 'closed' | 'reset' | null = null;
  let wake: () => void = () => undefined;
  const end = (how: 'closed' | 'reset'): void => {
    ended ??= how;
    wake();
  };
  stream.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    stream.pause();
    wake();
  });
  stream.on('end', () => end('closed'));
  stream.on('error', () => end('reset'));
  stream.on('close', () => end('closed'));
  stream.pause();

  function taken(): Buffer | StreamEnd | null {
    if (waiting.length > 0) {
      const bytes = Buffer.concat(waiting);
      waiting = [];
      return bytes;
    }
    return signal.aborted ? 'aborted' : ended;
  }
  return {
    async next(timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<'timeout' | 'more'>();
      wake = () => resolve('more');
      const timer = setTimeout(() => resolve('timeout'), timeoutMs);
      signal.addEventListener('abort', wake);
      try {
        const here = taken();
        if (here !== null) return here;
        stream.resume();
        await promise;
        return taken() ?? 'timeout';
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        stream.pause();
      }
    },
  };
}

/** FIN, and at most `lingerMs` for the peer to do the same; then nothing of it is left. */
export function endStream(
  stream: Duplex,
  { lingerMs, signal }: { readonly lingerMs: number; readonly signal: AbortSignal },
): void {
  const destroy = (): void => void stream.destroy();
  // Whatever goes wrong with a connection that is done with is nobody's concern.
  stream.on('error', () => undefined);
  if (signal.aborted || stream.destroyed) {
    destroy();
    return;
  }
  const timer = setTimeout(destroy, lingerMs);
  signal.addEventListener('abort', destroy, { once: true });
  stream.once('close', () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', destroy);
  });
  // Unread data would hold back the peer's FIN.
  stream.resume().end();
}
