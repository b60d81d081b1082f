import { ProbeError } from '../core/errors.ts';
import {
  type AnyProbe,
  notAsked,
  type ProbeOutcome,
  type ProbeRecord,
  type ProbeResult,
} from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import { boundedSignal } from '../core/waiting/bounded-signal.ts';
import type { ProbeContext } from '../probes/probe.ts';

export type Run = {
  readonly target: Target;
  readonly probes: readonly AnyProbe[];
  readonly context: ProbeContext;
  /** Monotonic milliseconds. */
  readonly stopwatch: () => number;
  onResult(result: ProbeResult): void;
};

/**
 * Runs every probe as soon as those it stands on have ended, so that independent ones run side by side. Always
 * one result a probe, in the order given: below a broken one the rest is skipped because of it.
 */
export async function runProbes(run: Run): Promise<readonly ProbeResult[]> {
  const started = new Map<string, Promise<ProbeResult>>();
  return Promise.all(run.probes.map(resultOf));

  function resultOf(probe: AnyProbe): Promise<ProbeResult> {
    const known = started.get(probe.name);
    if (known !== undefined) return known;
    const result = climb(probe).then((ended) => {
      run.onResult(ended);
      return ended;
    });
    started.set(probe.name, result);
    return result;
  }

  async function climb(probe: AnyProbe): Promise<ProbeResult> {
    const because = probe.notApplicable?.(run.target) ?? null;
    if (because !== null) return ended(probe, 0, { status: 'skipped', because, applicable: false });
    const given = await gather(probe);
    if ('blockedBy' in given) {
      return ended(probe, 0, { status: 'skipped', because: given.blockedBy, applicable: true });
    }
    const begun = run.stopwatch();
    const outcome = await attempt(probe, given.facts, run);
    return ended(probe, run.stopwatch() - begun, outcome);
  }

  async function gather(
    probe: AnyProbe,
  ): Promise<{ facts: Record<string, unknown> } | { blockedBy: string }> {
    const facts: Record<string, unknown> = {};
    const mayNeed: ProbeRecord = probe.mayNeed ?? {};
    for (const [key, needed] of Object.entries({ ...probe.needs, ...mayNeed } as ProbeRecord)) {
      const result = await resultOf(needed);
      if (result.status === 'ok') facts[key] = result.facts;
      else if (result.status === 'skipped' && !result.applicable && key in mayNeed) facts[key] = null;
      // The probe that really broke is named, not the chain of those skipped after it.
      else
        return { blockedBy: result.status === 'skipped' && result.applicable ? result.because : needed.name };
    }
    const after: ProbeRecord = probe.after ?? {};
    for (const [key, before] of Object.entries(after)) {
      // One that this run leaves out must not be started by who only wants to know how it ended.
      facts[key] = run.probes.includes(before) ? await resultOf(before) : ended(before, 0, leftOut);
    }
    return { facts };
  }
}

const leftOut = notAsked('this run does not go so far');

async function attempt(probe: AnyProbe, given: unknown, run: Run): Promise<ProbeOutcome<unknown>> {
  const { context, target } = run;
  using own = boundedSignal(context.signal, probe.deadlineMs);
  const { signal } = own;
  using patience = untilAborted(signal);
  try {
    return await Promise.race([probe.run(target, given as never, { ...context, signal }), patience.over]);
  } catch (thrown) {
    if (thrown instanceof ProbeError) {
      const { code, message, blame } = thrown;
      return { status: 'failed', code, message, blame };
    }
    if (!signal.aborted) throw thrown;
    return tooLate;
  }
}

const tooLate: ProbeOutcome<unknown> = {
  status: 'failed',
  code: 'deadline',
  message: 'it did not end in time',
  blame: 'unknown',
};

/** How long a probe may take to tidy up after its signal before it is left behind. */
const graceMs = 100;

function untilAborted(signal: AbortSignal): Disposable & { readonly over: Promise<ProbeOutcome<unknown>> } {
  const { promise: over, resolve } = Promise.withResolvers<ProbeOutcome<unknown>>();
  const later = () => setTimeout(() => resolve(tooLate), graceMs).unref();
  if (signal.aborted) later();
  else signal.addEventListener('abort', later, { once: true });
  return { over, [Symbol.dispose]: () => signal.removeEventListener('abort', later) };
}

function ended(probe: AnyProbe, elapsedMs: number, outcome: ProbeOutcome<unknown>): ProbeResult {
  return { probe: probe.name, layer: probe.layer, elapsedMs: Math.round(elapsedMs * 10) / 10, ...outcome };
}
