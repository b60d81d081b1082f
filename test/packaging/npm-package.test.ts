import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { type StagedPackage, stagePackage } from '../support/packaging/staged-package.ts';
import { trials } from '../support/packaging/trials.ts';

let staged: StagedPackage;
let home: string;
beforeAll(async () => {
  staged = await stagePackage();
  home = await staged.install();
});
afterAll(() => staged[Symbol.asyncDispose]());

describe.concurrent('the package that npm publishes, unpacked into an empty folder', () => {
  it.each(trials.map((trial) => [trial.what, trial] as const))('%s', async (_what, trial) => {
    await trial.run(home);
  });
});

describe('its contents', () => {
  const paths = () => staged.packed.files.map(({ path }) => path);

  it('are the program, what it reads and what people read', () => {
    const folders = new Set(paths().map((path) => path.replace(/[^/]+$/, '')));
    expect(
      [...folders].filter((folder) => !folder.startsWith('dist/') && !folder.startsWith('ops/')),
    ).toEqual(expect.arrayContaining(['', 'bin/', 'docs/']));
    expect(paths()).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json', 'docs/scale.md']),
    );
  });

  it('hold no test, no source map, no picture and nothing of whoever packed it', () => {
    expect(
      paths().filter((path) => /(^|\/)(test|bench|scripts|images)\/|\.map$|\.ts$|(^|\/)\.env/.test(path)),
    ).toEqual([]);
    const own = join(home, 'node_modules/notafter');
    const telling = globSync('**/*', { cwd: own, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path, 'latin1').includes(projectRoot));
    expect(telling).toEqual([]);
  });

  it('are every source but those that only a checkout runs', () => {
    const emitted = new Set(paths());
    const missing = globSync(['src/**/*.ts', 'commands/**/*.ts'], { cwd: projectRoot })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => !emitted.has(`dist/${path.replace(/\.ts$/, '.js')}`));
    expect(missing.filter((path) => !path.startsWith('src/bin/limbo')).toSorted()).toEqual([
      'src/checks/grade/grade-table.ts',
      'src/env-example.ts',
      'src/pki/path/validate.ts',
      'src/pki/revocation/crl/check-path-by-crls.ts',
    ]);
  });

  it('fit into 3 MB, and 12 MB unpacked', () => {
    expect(staged.packed.size).toBeLessThan(3_000_000);
    expect(staged.packed.unpackedSize).toBeLessThan(12_000_000);
  });

  it('name every program and can be run', () => {
    const modes = new Map(staged.packed.files.map(({ path, mode }) => [path, mode]));
    const { bin, exports } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    for (const path of Object.values(bin))
      expect((modes.get(String(path)) ?? 0) & 0o111, String(path)).not.toBe(0);
    for (const path of Object.values(exports)) expect(paths()).toContain(String(path).slice(2));
  });
});
