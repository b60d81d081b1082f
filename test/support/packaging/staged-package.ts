import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../house/source-files.ts';

const run = promisify(execFile);

/** What `npm pack --json` tells of the one package it packed. */
export type Packed = {
  readonly filename: string;
  /** Bytes of the tarball, and of what it unpacks to. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
};

export type StagedPackage = AsyncDisposable & {
  readonly tarball: string;
  readonly packed: Packed;
  /** An empty folder into which the tarball is unpacked as npm would, on the packages installed here: no registry is asked. */
  install(): Promise<string>;
};

/** What packing reads; a copy of it, so that nothing is built in the folder that other tests read. */
const sources = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.package.json'],
  ...['LICENSE', 'README.md', 'CHANGELOG.md'],
  ...['bin', 'src', 'commands', 'assets', 'docs', 'ops', 'scripts'],
];

/** Packs the project as `npm publish` would. */
export async function stagePackage(): Promise<StagedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-package-'));
  const copy = join(folder, 'project');
  await mkdir(copy);
  for (const name of sources) await cp(join(projectRoot, name), join(copy, name), { recursive: true });
  await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
  const { stdout } = await run(npm, ['pack', '--json', '--pack-destination', folder], {
    cwd: copy,
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      npm_config_loglevel: 'error',
    },
    maxBuffer: 16 * 1024 * 1024,
  });
  const packed = onlyPackage(stdout);
  const tarball = join(folder, packed.filename);
  let installed = 0;
  return {
    tarball,
    packed,
    async install() {
      installed += 1;
      const home = join(folder, `empty-${installed}`);
      await unpack(tarball, home);
      return home;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** npm prints what its scripts say before the JSON. */
function onlyPackage(printed: string): Packed {
  const told: unknown = JSON.parse(printed.slice(printed.search(/^[[{]/m)));
  const [packed] = Array.isArray(told) ? told : Object.values(told as object);
  return packed as Packed;
}

/** Only what package.json names as a dependency can be found there, as in an installation of its own. */
async function unpack(tarball: string, home: string): Promise<void> {
  const modules = join(home, 'node_modules');
  const own = join(modules, 'notafter');
  await mkdir(own, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', own, '--strip-components=1']);
  const { dependencies, bin } = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly bin: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(projectRoot, 'node_modules', name), join(modules, name));
  }
  await mkdir(join(modules, '.bin'));
  for (const [name, path] of Object.entries(bin)) {
    await symlink(join('..', 'notafter', path), join(modules, '.bin', name));
  }
}
