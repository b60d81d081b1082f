import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { textOf } from '../../test/support/processes/command-line.ts';

export type Measured = {
  readonly ms: number;
  readonly peakMb: number;
  readonly code: number | null;
  /** The first line of what it said. */
  readonly said: string;
};

/** Runs `notafter` with these words in a process of its own, so that its peak of memory is nobody else's. */
export async function measure(
  words: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-hostile-'));
  const peakFile = join(folder, 'peak');
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', resolve('bench/hostile/report-peak.mjs'), resolve('src/bin/notafter.ts'), ...words],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        PEAK_FILE: peakFile,
        ALLOWED_NETWORKS: '127.0.0.0/8',
        REFERENCE_HOSTS: 'off',
        CHECK_TIMEOUT: '5s',
        ...settings,
      },
    },
  );
  const [out, error, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((done) => child.once('close', done)),
  ]);
  const ms = performance.now() - begun;
  const peakMb = Number(await readFile(peakFile, 'utf8')) / 1024;
  await rm(folder, { recursive: true, force: true });
  return { ms, peakMb, code, said: `${out}${error}`.trim().split('\n')[0]?.slice(0, 110) ?? '' };
}
