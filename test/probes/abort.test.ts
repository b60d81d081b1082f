import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnyProbe } from '../../src/core/probe.ts';
import { probes } from '../../src/probes/index.ts';
import { pathProbe } from '../../src/probes/path.ts';
import { tokenProbe } from '../../src/probes/token.ts';
import { patience } from '../support/patience.ts';
import { stagesByTopic } from '../support/stages/index.ts';
import type { Stage } from '../support/stages/stage.ts';

/** How long a probe may take to end once its signal fires. */
const mostMs = 100;
/**
 * Without the one that asks nobody, since its facts are made in a run of /token, and the one whose stages stand in
 * networks of their own, where another process diagnoses: `path.test.ts` stops that.
 */
const asking = probes.filter((probe) => probe !== tokenProbe && probe !== pathProbe);
/** The machine may be busy: the best of so many counts. */
const tries = 3;

afterEach(() => vi.restoreAllMocks());

describe('a probe whose signal fires ends at once and leaves nothing open', () => {
  it.each(asking.map((probe) => [probe.name, probe] as const))('%s', async (_name, probe) => {
    const stage = await stageOf(probe);
    const before = openHandles();
    let quickest = Number.POSITIVE_INFINITY;
    for (let one = 0; one < tries && quickest > mostMs; one += 1) {
      quickest = Math.min(quickest, (await stopped(probe, stage)) ?? Number.POSITIVE_INFINITY);
    }
    expect(quickest).toBeLessThanOrEqual(mostMs);
    await vi.waitFor(() => expect(openHandles()).toBeLessThanOrEqual(before), patience);
  });
});

/** Which probes found something to do on a stage, as far as it was tried. */
const known = new Map<Stage, ReadonlySet<string>>();

/** The first stages of all topics, then the second ones, and so on: most probes have a topic of their own. */
const inTurns: readonly Stage[] = Object.entries(stagesByTopic)
  .filter(([topic]) => topic !== 'the way')
  .flatMap(([, topic]) => topic.map((stage, turn) => ({ stage, turn })))
  .toSorted((one, other) => one.turn - other.turn)
  .map(({ stage }) => stage);

/** A stage on which the probe has something to do; beginning and asking nobody would prove nothing. */
async function stageOf(probe: AnyProbe): Promise<Stage> {
  for (const stage of inTurns) {
    const names = known.get(stage) ?? (await busyOn(stage));
    known.set(stage, names);
    if (names.has(probe.name)) return stage;
  }
  throw new Error(`no stage gives the probe ${probe.name} anything to do`);
}

async function busyOn(stage: Stage): Promise<ReadonlySet<string>> {
  await using opened = await stage.open();
  const { results } = await opened.diagnose(opened.target, options(stage, new AbortController().signal));
  return new Set(results.filter(({ status }) => status !== 'skipped').map(({ probe }) => probe));
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
  return { depth: stage.depth ?? 'all', wishes: stage.wishes ?? [], signal };
}

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect|UDP|TLS|Process/.test(kind))
    .length;
}
