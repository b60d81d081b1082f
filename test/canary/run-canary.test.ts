import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCanary } from '../../src/canary/run-canary.ts';
import { checks } from '../../src/checks/index.ts';
import type { CanaryFailure } from '../../src/core/watch/canary.ts';
import { probes } from '../../src/probes/index.ts';
import { recordingLog } from '../support/watch-stage.ts';

type Change = Partial<Parameters<typeof runCanary>[0]>;

function run(change: Change = {}): Promise<readonly CanaryFailure[]> {
  return runCanary({
    now: () => new Date(),
    stopwatch: () => performance.now(),
    signal: new AbortController().signal,
    log: recordingLog(),
    ...change,
  });
}

const without = (id: string) => checks.filter(({ page }) => page.id !== id);
const said = (failures: readonly CanaryFailure[]) =>
  failures.map(({ listener, words }) => `${listener}: ${words}`);

describe('the canary', () => {
  let folder = '';
  // Its own, so that no other run is taken for one of ours.
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notafter-test-'));
    vi.stubEnv('TMPDIR', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('is seen as bad where it is bad and as well where it is well, and leaves nothing behind', async () => {
    expect(await run()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['certificate/expired', 'expired: the expired certificate was seen as'],
    ['revocation/revoked', 'revoked: the revoked certificate was seen as healthy'],
  ])('tells when nothing judges %s any more', async (id, words) => {
    const failures = said(await run({ checks: without(id) }));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(words);
  });

  it('tells when revocation is not asked about', async () => {
    const failures = said(await run({ probes: probes.filter(({ name }) => name !== 'revocation') }));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^revoked: the revoked certificate was seen as/);
  });

  it('tells when the clock stands still', async () => {
    const still = new Date();
    const failures = said(await run({ now: () => still }));
    expect(failures.some((words) => words.startsWith('expired: '))).toBe(true);
  });

  it('tells when everything is called bad', async () => {
    const [any] = checks.filter(({ page }) => page.id === 'certificate/expired');
    if (any === undefined) throw new Error('there is no such rule');
    const page = { ...any.page, severity: 'fatal' as const };
    const finding = { ...page, layer: 'certificate' as const, evidence: [], reproduce: null };
    const always = { page, reads: [], apply: () => [finding] };
    const failures = said(await run({ checks: [always] }));
    expect(failures).toContainEqual(
      expect.stringMatching(/^healthy: the sound certificate was seen as broken/),
    );
  });

  it('ends when it is stopped, and closes every port', async () => {
    const stop = new AbortController();
    const ports: number[] = [];
    const watching = probes.map((probe) => ({
      ...probe,
      run(...given: Parameters<typeof probe.run>) {
        ports.push(given[0].port);
        stop.abort();
        return probe.run(...given);
      },
    }));
    await expect(run({ probes: watching, signal: stop.signal })).rejects.toThrow();
    expect(ports.length).toBeGreaterThan(0);
    for (const port of new Set(ports)) await expect(connected(port)).resolves.toBe('ECONNREFUSED');
    expect(await readdir(folder)).toEqual([]);
  });
});

function connected(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve('open');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
}
