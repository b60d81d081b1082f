// Packs the project as `npm publish` would, installs the tarball into an empty folder with its dependencies from the
// registry, without running any install script, and tries every program there. The suite does the same on packages that
// are installed here. npm run package:check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stagePackage } from '../test/support/packaging/staged-package.ts';
import { trials } from '../test/support/packaging/trials.ts';

const run = promisify(execFile);
const lockedVersions = new Set(versionsIn(await readFile('package-lock.json', 'utf8')));
const home = await mkdtemp(join(tmpdir(), 'notafter-empty-'));
// npx would take another Node than ours where the machine's own is older.
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };

try {
  await using staged = await stagePackage();
  const { size, unpackedSize, files } = staged.packed;
  console.log(`packed: ${files.length} files, ${megabytes(size)}, ${megabytes(unpackedSize)} unpacked`);

  await writeFile(join(home, 'package.json'), '{ "private": true }');
  const started = performance.now();
  await inHome('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', staged.tarball]);
  const installed = await installedVersions(home);
  const { stdout: disk } = await inHome('du', ['-sk', 'node_modules']);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `installed: ${installed.length} packages, ${megabytes(Number.parseInt(disk, 10) * 1024)}, ${seconds} s`,
  );

  const { stdout: version } = await inHome('npx', ['--no-install', 'notafter', '--version']);
  console.log(`npx notafter --version: ${version.trim()}`);
  for (const trial of trials) {
    await trial.run(home);
    console.log(`ok: ${trial.what}`);
  }
  await holdToShrinkwrap(staged.tarball);
  // A dry run of publishing checks the manifest as the registry will.
  await run('npm', ['publish', '--dry-run', '--ignore-scripts', staged.tarball], { cwd: home, env });
  console.log('ok: npm publish --dry-run');
} finally {
  await rm(home, { recursive: true, force: true });
}

/** npm obeys the shrinkwrap of a package from the registry only; in the unpacked package it is a lock file like any other. */
async function holdToShrinkwrap(tarball: string): Promise<void> {
  const folder = join(home, 'unpacked');
  await mkdir(folder);
  await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, env });
  const installed = await installedVersions(folder);
  const strangers = installed.filter((name) => !lockedVersions.has(name));
  assert.deepEqual(strangers, [], 'installed, and not what the lock file names');
  console.log(`ok: npm-shrinkwrap.json pins ${installed.length} packages as the lock file does`);
}

async function installedVersions(folder: string): Promise<readonly string[]> {
  return versionsIn(await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
}

/** name@version of every package but our own. */
function versionsIn(lock: string): readonly string[] {
  const { packages } = JSON.parse(lock) as {
    readonly packages: Readonly<Record<string, { version: string }>>;
  };
  return Object.entries(packages)
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`)
    .filter((name) => !name.startsWith('notafter@'));
}

function inHome(program: string, words: readonly string[]) {
  return run(program, [...words], { cwd: home, env });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
