/** The values of a stream that come before the signal ends it, whether or not the source listens to the signal. */
export async function* untilAborted<T>(source: AsyncIterator<T>, signal: AbortSignal): AsyncGenerator<T> {
  const aborted = Promise.withResolvers<'aborted'>();
  const abort = () => aborted.resolve('aborted');
  signal.addEventListener('abort', abort, { once: true });
  try {
    while (!signal.aborted) {
      const next = source.next();
      next.catch(() => undefined);
      const result = await Promise.race([next, aborted.promise]);
      if (result === 'aborted' || result.done === true) return;
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // One that hangs would never return.
    source.return?.()?.catch(() => undefined);
  }
}
