import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnyProbe } from '../../src/core/probe.ts';
import { probes } from '../../src/probes/index.ts';
import { stages } from '../support/stages/index.ts';
import type { Stage } from '../support/stages/stage.ts';

/** How long a probe may take to end once its signal fires. */
const mostMs = 100;
/** The machine may be busy: the best of so many counts. */
const tries = 3;

afterEach(() => vi.restoreAllMocks());

describe('a probe whose signal fires ends at once and leaves nothing open', () => {
  it.each(probes.map((probe) => [probe.name, probe] as const))(
    '%s',
    async (_name, probe) => {
      const stage = await stageOf(probe);
      const before = openHandles();
      let quickest = Number.POSITIVE_INFINITY;
      for (let one = 0; one < tries && quickest > mostMs; one += 1) {
        quickest = Math.min(quickest, (await stopped(probe, stage)) ?? Number.POSITIVE_INFINITY);
      }
      expect(quickest).toBeLessThanOrEqual(mostMs);
      await vi.waitFor(() => expect(openHandles()).toBeLessThanOrEqual(before), { timeout: 5000 });
    },
    120_000,
  );
});

/** What began on each stage, as far as it was tried. */
const began = new Map<Stage, ReadonlySet<string>>();

/** A stage on which the probe has something to do. The first to ask walks them until there is one: seconds each, some. */
async function stageOf(probe: AnyProbe): Promise<Stage> {
  for (const stage of stages) {
    const names = began.get(stage) ?? (await beganOn(stage));
    began.set(stage, names);
    if (names.has(probe.name)) return stage;
  }
  throw new Error(`no stage lets the probe ${probe.name} begin`);
}

async function beganOn(stage: Stage): Promise<ReadonlySet<string>> {
  const spies = probes.map((probe) => [probe.name, vi.spyOn(probe, 'run')] as const);
  await using opened = await stage.open();
  await opened.diagnose(opened.target, options(stage, new AbortController().signal));
  const names = spies.flatMap(([name, spy]) => (spy.mock.calls.length > 0 ? [name] : []));
  vi.restoreAllMocks();
  return new Set(names);
}

/** Milliseconds from the signal to the end of the probe; null where it did not begin. */
async function stopped(probe: AnyProbe, stage: Stage): Promise<number | null> {
  await using opened = await stage.open();
  const stop = new AbortController();
  const run = probe.run.bind(probe);
  let tookMs: Promise<number> | null = null;
  vi.spyOn(probe, 'run').mockImplementation((...args) => {
    const running = run(...args);
    tookMs = new Promise((done) => {
      // Its first steps are under way then.
      setImmediate(() => {
        const firedAt = performance.now();
        stop.abort(new Error('enough'));
        const ended = () => done(performance.now() - firedAt);
        running.then(ended, ended);
      });
    });
    return running;
  });
  await opened.diagnose(opened.target, options(stage, stop.signal)).catch(() => undefined);
  const took = await (tookMs as Promise<number> | null);
  vi.restoreAllMocks();
  return took;
}

function options(stage: Stage, signal: AbortSignal) {
  return { depth: 'all', wishes: stage.wishes ?? [], signal } as const;
}

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect|UDP|TLS|Process/.test(kind))
    .length;
}
