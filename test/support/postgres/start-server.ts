import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../processes/free-port.ts';
import { copyBinaries, giveToNobody, isRoot, nobody } from './binaries.ts';

export type PostgresServer = {
  /** Of the superuser, without a database. */
  readonly url: string;
  /** Ends it as a power cut does, and starts it again on the same data and port. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const password = 'planted-database-password';

/** A crash of its processes loses nothing that was acknowledged; a power cut would. */
const options = ['fsync=off', 'full_page_writes=off', 'max_connections=200'];

/** Sorts text as people of some language do, so that whoever forgets about that finds out. */
const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=en'];

/** A PostgreSQL of its own in a folder of its own. It ends with this process, however that ends. `wanted`: settings. */
export async function startPostgres(native: string, wanted: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'notafter-postgres-'));
  chmodSync(folder, 0o755);
  const bin = join(copyBinaries(native, folder), 'bin');
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  giveToNobody(data);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveToNobody(passwordFile);
  const as = { ...(isRoot() ? nobody : {}), cwd: data, env: { PATH: process.env.PATH } };
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'notafter', '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync', ...locale].concat(
      `--pwfile=${passwordFile}`,
    ),
    { ...as, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}`);
  const port = await freePort();
  let running: ChildProcess | null = null;

  async function start(): Promise<void> {
    const place = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    const settings = [...options, ...wanted, ...place];
    const words = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    // Its standard input ends when this process does, killed or not; nothing else would tell it.
    const guard =
      '"$@" </dev/null & server=$!; trap "kill -QUIT $server" TERM; ' +
      '{ cat >/dev/null; kill -QUIT $server; } 0<&3 3<&- & wait $server; kill %2 2>/dev/null; wait';
    const child = spawn('sh', ['-c', `exec 3<&0; ${guard}`, 'sh', join(bin, 'postgres'), ...words], {
      ...as,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    running = child;
    await untilReady(child);
  }

  async function crash(): Promise<void> {
    if (running === null || running.exitCode !== null) return;
    running.stdin?.end();
    await once(running, 'exit');
    running = null;
  }

  await start();
  return {
    url: `postgres://notafter:${password}@127.0.0.1:${port}`,
    start,
    crash,
    async stop() {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-4000);
      if (said.includes('database system is ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)));
  });
}
