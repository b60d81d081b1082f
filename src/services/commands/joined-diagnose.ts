import type { Diagnosis } from '../../core/diagnosis.ts';
import type { ProbeResult } from '../../core/probe.ts';
import type { Diagnose, DiagnoseOptions } from '../../core/services.ts';
import type { Target } from '../../core/target.ts';

/** Whoever asks later wants what is so now. */
const joinableMs = 5000;

type Listener = Pick<DiagnoseOptions, 'onResult' | 'onProgress'>;
type Running = {
  readonly begunMs: number;
  readonly soFar: ProbeResult[];
  readonly listeners: Set<Listener>;
  readonly leaving: AbortController;
  readonly outcome: Promise<Diagnosis>;
};

/**
 * Who asks for the same look while one runs that began a few seconds ago gets that one: many who press "Run again" make one
 * connection. The same is the same in everything that is asked for. Whoever leaves leaves alone; the last one ends the look.
 */
export function joinedDiagnose(diagnose: Diagnose, stopwatch: () => number): Diagnose {
  const running = new Map<string, Running>();
  const keyOf = keyMaker();

  function begin(key: string, target: Target, options: DiagnoseOptions): Running {
    const listeners = new Set<Listener>();
    const soFar: ProbeResult[] = [];
    const leaving = new AbortController();
    const outcome = diagnose(target, {
      ...options,
      signal: leaving.signal,
      onProgress: (probe, words) => tell(listeners, (listener) => listener.onProgress?.(probe, words)),
      onResult(result, all) {
        soFar.push(result);
        tell(listeners, (listener) => listener.onResult?.(result, all));
      },
    }).finally(() => {
      if (running.get(key)?.leaving === leaving) running.delete(key);
    });
    // Everybody may have left.
    outcome.catch(() => undefined);
    return { begunMs: stopwatch(), soFar, listeners, leaving, outcome };
  }

  return async (target, options) => {
    const { signal, onProgress, onResult, ...asked } = options;
    signal.throwIfAborted();
    const key = keyOf([target, asked]);
    const there = running.get(key);
    const isFresh = there !== undefined && stopwatch() - there.begunMs < joinableMs;
    const look = isFresh && !there.leaving.signal.aborted ? there : begin(key, target, options);
    running.set(key, look);
    const listener: Listener = {
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(onResult === undefined ? {} : { onResult }),
    };
    for (const [at, result] of look.soFar.entries()) onResult?.(result, look.soFar.slice(0, at + 1));
    look.listeners.add(listener);
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal.reason);
    signal.addEventListener('abort', leave);
    try {
      if (signal.aborted) leave();
      return await Promise.race([look.outcome, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      look.listeners.delete(listener);
      if (look.listeners.size === 0) {
        if (running.get(key) === look) running.delete(key);
        look.leaving.abort(signal.reason);
      }
    }
  };
}

function tell(listeners: ReadonlySet<Listener>, say: (listener: Listener) => void): void {
  for (const listener of [...listeners]) say(listener);
}

/** By what is in it; what is no plain data, as a policy, is the same only as itself. */
function keyMaker(): (value: unknown) => string {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (thing: object) => {
    const known = numbers.get(thing);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(thing, last);
    return last;
  };
  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return { bigint: String(value) };
    if (typeof value === 'function') return { thing: numberOf(value) };
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(plain);
    if (Object.getPrototypeOf(value) !== Object.prototype) return { thing: numberOf(value) };
    const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return entries.map(([name, inside]) => [name, plain(inside)]);
  };
  return (value) => JSON.stringify(plain(value));
}
