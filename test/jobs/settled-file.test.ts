import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { looksOfFile, readSettled } from '../../src/jobs/settled-file.ts';

let folder: string;
let path: string;
const now = new Date('2026-11-27T12:00:00Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-file-'));
  path = join(folder, 'watch.yaml');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function written(text: string, secondsAgo: number): Promise<void> {
  await writeFile(path, text);
  const at = new Date(now.getTime() - secondsAgo * 1000);
  await utimes(path, at, at);
}

it('is read once nobody writes it any more', async () => {
  await written('endpoints:\n  - a.exam', 0.2);
  expect(await readSettled(path, now)).toBeNull();
  await written('endpoints:\n  - a.example\n', 2);
  expect(Buffer.from((await readSettled(path, now)) ?? '').toString()).toContain('a.example');
});

it('is read whatever its time says when that is still to come', async () => {
  await written('endpoints: []\n', -3600);
  expect(await readSettled(path, now)).toBeInstanceOf(Uint8Array);
});

it('says why there is nothing to read', async () => {
  expect(await readSettled(path, now)).toBe('There is no such file.');
  expect(await readSettled(join(folder, 'x', 'y'), now)).toBe('There is no such file.');
  await mkdir(path);
  expect(await readSettled(path, now)).toBe('It is a folder. Name the file in it.');
  await symlink(join(folder, 'b'), join(folder, 'b'));
  expect(await readSettled(join(folder, 'b'), now)).toMatch(/circles/);
  await rm(path, { recursive: true });
  await written('x'.repeat(4 * 1024 ** 2 + 1), 9);
  expect(await readSettled(path, now)).toMatch(/larger than 4 MiB/);
});

it.skipIf(process.getuid?.() === 0)('says that it may not be read', async () => {
  await written('endpoints: []\n', 9);
  await chmod(path, 0o000);
  expect(await readSettled(path, now)).toMatch(/may not read it/);
});

it('looks other after each change', async () => {
  const missing = await looksOfFile(path);
  await written('a', 9);
  const one = await looksOfFile(path);
  await written('b', 8);
  expect(new Set([missing, one, await looksOfFile(path)]).size).toBe(3);
});
