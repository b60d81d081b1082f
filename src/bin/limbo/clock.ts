import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LimboCase, LimboResult } from './suite.ts';

/**
 * OpenSSL reads the clock of the machine, and Node lets nobody tell it another time: cases of a certain moment are
 * judged by a child of this program whose clock libfaketime sets. Without that library they cannot be judged.
 */
export async function judgeAt(
  moment: string,
  cases: readonly LimboCase[],
  library: string,
): Promise<readonly LimboResult[]> {
  const seconds = Math.floor(new Date(moment).getTime() / 1000);
  const script = process.argv[1] ?? '';
  const child = spawn(process.execPath, [script, '--mode', 'client', '--own-clock'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      LD_PRELOAD: library,
      FAKETIME: new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' '),
      TZ: 'UTC',
      // Timers run by the monotonic clock, which must go on as it is.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stdin.end(JSON.stringify({ testcases: cases }));
  const [code] = await new Promise<[number | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (ended) => resolve([ended]));
  });
  if (code !== 0) throw new Error(`the child with the clock of ${moment} ended with ${code}`);
  const { results } = JSON.parse(Buffer.concat(output).toString('utf8')) as { results: LimboResult[] };
  return results;
}

const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/opt/homebrew/lib'];

/** Where Debian, Fedora and others put it; null when it is not installed. */
export function clockLibrary(): string | null {
  const places = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [
      folder,
      ...readdirSync(folder)
        .filter((name) => /-linux-(gnu|musl)/.test(name))
        .map((name) => join(folder, name)),
    ]);
  const found = places
    .map((place) => join(place, 'faketime', 'libfaketime.so.1'))
    .find((path) => existsSync(path));
  return found ?? null;
}
