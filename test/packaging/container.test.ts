import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { type Container, layContainer } from '../support/packaging/container.ts';
import { isIgnored, lastOf, readDockerfile } from '../support/packaging/dockerfile.ts';
import { freePort } from '../support/processes/free-port.ts';

const run = promisify(execFile);
const stages = readDockerfile(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'));
const last = stages.at(-1) ?? [];

async function startMain({ app, env, main, user }: Container, settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [...main], {
    cwd: app,
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  const ended = once(child, 'exit');
  await new Promise<void>((up, fail) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      if (/http:\/\/\S+:\d+/.test(said)) up();
    });
    child.once('exit', (code) => fail(new Error(`it ended with ${code}: ${said}`)));
  });
  return { child, ended };
}

describe.skipIf(process.platform === 'win32')('the container', () => {
  it('starts as its own user, is healthy while it lives, and ends at SIGTERM', async () => {
    await using container = await layContainer();
    const settings = {
      PATH: process.env.PATH ?? '',
      CONSOLE_PORT: String(await freePort()),
      CONSOLE_HOST: '0.0.0.0',
      CONSOLE_TOKEN: 'a-token-of-the-test',
      REFERENCE_HOSTS: 'off',
    };
    const health = () =>
      run(process.execPath, [...container.health], {
        cwd: container.app,
        env: { ...container.env, ...settings },
        ...container.user,
      });
    await expect(health()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/does not answer/),
    });
    const { child, ended } = await startMain(container, settings);
    try {
      await health();
      expect((await readdir(container.data)).length).toBeGreaterThan(0);
      expect(existsSync(join(container.app, 'src/bin/limbo.ts'))).toBe(false);
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('the Dockerfile', () => {
  it('names its base exactly, and the Node that the set-up brings', () => {
    const image = /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'))?.[1];
    const version = /runtimeVersion = '([\d.]+)'/.exec(
      readFileSync(join(projectRoot, 'scripts/setup.mjs'), 'utf8'),
    )?.[1];
    expect(image).toBe(`node:${version}-bookworm-slim`);
    for (const stage of stages) expect(stage[0]?.rest).toMatch(/^\$\{NODE_IMAGE\}( AS \w+)?$/);
  });

  it('installs what the lock file names, without scripts of packages and without what tests need', () => {
    expect(lastOf(stages[0] ?? [], 'RUN')).toMatch(/^npm ci --omit=dev --ignore-scripts/);
  });

  it('runs as a number that is not root, with an init in front, and without a shell between', () => {
    expect(lastOf(last, 'USER')).toBe('10001:10001');
    expect(lastOf(last, 'ENTRYPOINT')).toBe('["/usr/bin/tini", "--"]');
    expect(lastOf(last, 'STOPSIGNAL')).toBe('SIGTERM');
    const places = last.map(({ word }) => word);
    // What runs after USER could not write to the image, what runs before it is root's.
    expect(places.indexOf('USER')).toBeGreaterThan(places.lastIndexOf('RUN'));
  });

  it('gives the builder nothing of this folder but what it copies', () => {
    const ignoreFile = readFileSync(join(projectRoot, '.dockerignore'), 'utf8');
    for (const path of [
      '.env',
      '.git/config',
      'node_modules/pg',
      'data/notafter.db',
      'test/x.ts',
      'docs/scale.md',
    ])
      expect(isIgnored(ignoreFile, path), path).toBe(true);
    for (const path of ['src/bin/bot.ts', 'package.json', 'docs/findings/README.md'])
      expect(isIgnored(ignoreFile, path), path).toBe(false);
  });
});
