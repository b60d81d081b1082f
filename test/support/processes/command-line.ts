import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export type Finished = {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
};

/** A folder of its own, with a hosts file and settings that reach loopback only, to run `notafter` in. */
export type Shell = AsyncDisposable & {
  readonly folder: string;
  run(words: readonly string[], settings?: Readonly<Record<string, string>>): Promise<Finished>;
  /** The process itself, for signals. */
  start(
    words: readonly string[],
    settings?: Readonly<Record<string, string>>,
    output?: 'pipe' | number,
  ): ReturnType<typeof spawn>;
};

const fromSources = resolve('src/bin/notafter.ts');

export async function openShell({ hosts = '', anchorsPem = '', program = fromSources } = {}): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-cli-'));
  await writeFile(join(folder, 'hosts'), hosts);
  if (anchorsPem !== '') await writeFile(join(folder, 'anchors.pem'), anchorsPem);
  const env = {
    PATH: process.env.PATH ?? '',
    ALLOWED_NETWORKS: '127.0.0.0/8',
    // No test dials outside.
    REFERENCE_HOSTS: 'off',
    HOSTS_FILE: join(folder, 'hosts'),
    TIME_ZONE: 'Europe/Berlin',
    ...(anchorsPem === '' ? {} : { EXTRA_CA_FILE: join(folder, 'anchors.pem') }),
  };
  const start: Shell['start'] = (words, settings = {}, output = 'pipe') =>
    spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: { ...env, ...settings },
      stdio: ['pipe', output, 'pipe'],
    });
  return {
    folder,
    start,
    async run(words, settings) {
      const child = start(words, settings);
      const [out, error, code] = await Promise.all([
        textOf(child.stdout),
        textOf(child.stderr),
        new Promise<number | null>((done) => child.once('close', done)),
      ]);
      return { code, out, error };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

export async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}
