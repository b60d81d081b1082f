import type { Config } from '../../config.ts';
import type { Operations, PlatformState, Pulse, WorkerPulse } from '../../core/operations.ts';
import type { Store } from '../../core/store/store.ts';
import { takePulse } from '../../monitor/pulse.ts';
import { ownVersion } from './own-version.ts';

export type OperationsWorld = {
  readonly config: Config;
  readonly store: Store;
  readonly now: () => Date;
  readonly platforms: () => readonly PlatformState[];
  readonly clockJump: NonNullable<Operations['clockJump']>;
  readonly worker: (() => Promise<WorkerPulse | null>) | null;
};

/** Several scrapers that come at once read every endpoint once. */
const pulseLastsMs = 5000;
/** However often readiness is asked for, the disk is not. */
const writeLastsMs = 5000;

export async function openOperations({
  config,
  store,
  now,
  platforms,
  clockJump,
  worker,
}: OperationsWorld): Promise<Operations> {
  const version = await ownVersion();
  const world = { store, now, sweepIntervalMs: config.sweep.intervalMs, mostLines: config.metricsEndpoints };
  let wroteAt: number | null = null;
  let last: { readonly begunAt: number; readonly pulse: Promise<Pulse> } | null = null;
  return {
    build: { version, node: process.versions.node, vantage: config.vantageName ?? 'here' },
    startedAt: now(),
    platforms,
    clockJump,
    worker,
    async askStore() {
      await store.marks.get('ready');
      // A full disk, or one that became read-only, still answers those who read.
      if (wroteAt !== null && performance.now() - wroteAt < writeLastsMs) return;
      await store.marks.set('ready', now().toISOString());
      wroteAt = performance.now();
    },
    members:
      config.databaseUrl === null
        ? null
        : async () => (await store.members.living(now())).map(({ roles }) => roles),
    pulse() {
      // Off the wall clock a clock that was set back would keep an old one.
      const begunAt = performance.now();
      if (last === null || begunAt - last.begunAt > pulseLastsMs) {
        const pulse = takePulse(world);
        last = { begunAt, pulse };
        pulse.catch(() => {
          last = null;
        });
      }
      return last.pulse;
    },
  };
}
