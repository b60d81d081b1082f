import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../../house/source-files.ts';
import {
  copiesOf,
  environmentOf,
  execForm,
  type Instruction,
  isIgnored,
  lastOf,
  readDockerfile,
} from './dockerfile.ts';

export type Container = AsyncDisposable & {
  /** What the image has as its working directory. */
  readonly app: string;
  /** The volume. */
  readonly data: string;
  readonly env: Readonly<Record<string, string>>;
  /** Arguments for Node: what CMD and HEALTHCHECK run, and the user they run as. */
  readonly main: readonly string[];
  readonly health: readonly string[];
  readonly user: { readonly uid?: number; readonly gid?: number };
};

/** The steps of the Dockerfile in an empty folder, on the packages that are installed here: no engine is needed. */
export async function layContainer(): Promise<Container> {
  const stages = readDockerfile(await readFile(join(projectRoot, 'Dockerfile'), 'utf8'));
  const ignoreFile = await readFile(join(projectRoot, '.dockerignore'), 'utf8');
  const last = stages.at(-1) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'notafter-container-'));
  const [app, data] = [join(folder, 'app'), join(folder, 'data')];
  for (const one of [folder, app, data]) await mkdir(one, { recursive: true });
  await chmod(folder, 0o755);
  await chmod(data, 0o777);
  for (const { from, to } of copiesOf(last)) {
    if (isIgnored(ignoreFile, from)) throw new Error(`.dockerignore keeps ${from} from the builder`);
    await mkdir(dirname(join(app, to)), { recursive: true });
    await cp(join(projectRoot, from), join(app, to), {
      recursive: true,
      filter: (path) => !isIgnored(ignoreFile, relative(projectRoot, path).replaceAll('\\', '/')),
    });
  }
  await linkPackages(app);
  return {
    app,
    data,
    env: { ...environmentOf(last), DATA_DIR: data },
    main: nodeWords(lastOf(last, 'CMD')),
    health: nodeWords(lastOf(last, 'HEALTHCHECK')),
    user: userOf(last),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function nodeWords(rest: string): readonly string[] {
  const [program, ...words] = execForm(rest);
  if (program !== 'node') throw new Error(`node was expected to run, and not ${program}`);
  return words;
}

/** Its own user where we may become that, and it may run our Node. */
function userOf(stage: readonly Instruction[]): Container['user'] {
  const [uid = 0, gid = 0] = lastOf(stage, 'USER').split(':').map(Number);
  if (process.getuid?.() !== 0) return {};
  const tried = spawnSync(process.execPath, [join(projectRoot, 'bin/notafter.js'), '--version'], {
    uid,
    gid,
  });
  return tried.status === 0 ? { uid, gid } : {};
}

async function linkPackages(app: string): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(app, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(projectRoot, 'node_modules', name), link);
  }
}
