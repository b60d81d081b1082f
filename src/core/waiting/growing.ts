/**
 * Turns callbacks into a stream: yields what `work` shows as it goes, then what it returns. A slow reader gets the
 * newest of what was shown meanwhile, never a backlog.
 */
export async function* growing<T>(work: (show: (value: T) => void) => Promise<T>): AsyncGenerator<T> {
  let newest: { readonly value: T } | null = null;
  let wake = Promise.withResolvers<void>();
  const done = work((value) => {
    newest = { value };
    wake.resolve();
  }).then((value) => ({ value }));
  // The rejection is thrown by the await below; without this a slow reader would see it as unhandled.
  done.catch(() => undefined);
  for (;;) {
    const ended = await Promise.race([done, wake.promise.then(() => null)]);
    if (ended !== null) {
      yield ended.value;
      return;
    }
    wake = Promise.withResolvers<void>();
    const shown: { readonly value: T } | null = newest;
    newest = null;
    if (shown !== null) yield (shown as { readonly value: T }).value;
  }
}
