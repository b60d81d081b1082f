export type BoundedSignal = Disposable & { readonly signal: AbortSignal };

/**
 * Aborts with `outer`, or after `ms`; once disposed of, by neither. Unlike `AbortSignal.any` with `AbortSignal.timeout` it leaves no
 * timer behind that fires when all is over, and holds nothing of what waited until then: a sweep makes thousands a second.
 */
export function boundedSignal(outer: AbortSignal, ms: number): BoundedSignal {
  const own = new AbortController();
  if (outer.aborted) own.abort(outer.reason);
  const follow = () => own.abort(outer.reason);
  outer.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => own.abort(new DOMException('it took too long', 'TimeoutError')), ms);
  timer.unref();
  return {
    signal: own.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      outer.removeEventListener('abort', follow);
    },
  };
}
